import { compareText } from '../bytes.ts'
import { rankedPairs } from '../consensus/ranked-pairs.ts'
import { type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId, TreeId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { replay } from '../open-assistant/replay.ts'
import type { Rules } from '../rules.ts'
import { readDeletions } from './deletions.ts'
import { finishThatHolds, isCounted } from './finish.ts'
import { grow, type Judged } from './growth.ts'
import { readJudgements } from './judgements.ts'
import { readMessages } from './messages.ts'
import { needsOf } from './needs.ts'
import { Outcomes } from './outcomes.ts'
import { stateOf } from './state.ts'
import { Texts } from './texts.ts'
import { readUnplaced } from './unplaced.ts'
import { eachOnce, settleErasures, type TreeFacts, usableFacts } from './usable.ts'
import type { MessageView, TreeView } from './view.ts'

/**
 * One whole tree, from its facts alone: the same set gives the same view in any order (I1).
 *
 * @returns undefined while the tree's root is unknown.
 */
export function evaluate(given: TreeFacts, rules: Rules): TreeView | undefined {
  if (rules.profile === 'open-assistant') return replay(given, rules)
  const { tree, facts, lendings, people } = given
  const outcomes = new Outcomes()
  const known = usableFacts({ tree, facts, lendings, people }, outcomes)
  const declined = new Map(ofKind(known, 'decline').map(({ content }) => [content.fact, content.rule]))
  const finish = finishThatHolds(known)
  const counted = known.filter((fact) => {
    const rule = declined.get(fact.id)
    if (rule !== undefined) outcomes.returned(fact, rule)
    const late = finish !== undefined && isFinishable(fact) && !isCounted(fact, finish.counted)
    if (late) outcomes.spare(fact, 'after-finish')
    return rule === undefined && !late
  })

  const messages = readMessages(tree, counted, lendings, people, outcomes)
  const root = messages.get(tree)
  if (!root) return undefined
  const judgements = readJudgements(counted, messages, lendings, people, outcomes)
  const [importFact, ...importsAgain] = ofKind(counted, 'import_tree')
  if (importFact) outcomes.merged(importFact)
  for (const again of importsAgain) outcomes.spare(again, 'known-already')
  const imported = importFact && { as: importFact.content.as, fields: new Texts(counted, people).fieldsOf(importFact) }
  const deleted = readDeletions(counted, messages)
  const growth = grow({ messages, judgements, deleted, imported, rules, outcomes })
  const state = stateOf({ facts: counted, imported, growth, finished: finish !== undefined, rules })
  const ranks = state === 'ready_for_export' ? ranksOf(growth.judged, rules) : new Map()
  settleErasures(known, people, outcomes)
  for (const decision of counted) if (!isFinishable(decision) && decision.is !== 'erase') outcomes.merged(decision)

  const views = new Map<MessageId, MessageView>()
  for (const message of growth.judged.values()) views.set(message.id, viewOf(message, ranks))
  const texts = new Texts(known, people)
  const lang = root.lang ?? 'en'
  const fixed = imported !== undefined && imported.as === 'as-is' && !growth.worked
  return {
    id: tree,
    lang,
    state,
    goal: growth.goal,
    room: state === 'growing' ? growth.room : 0,
    ...(imported && { imported }),
    ...(imported?.as === 'as-is' && known.every(({ is }) => IMPORT.includes(is)) && { untouched: true as const }),
    messages: inReadingOrder(tree, growth.judged, views),
    needs: needsOf(growth, state, lang, rules),
    outcomes: outcomes.of,
    unplaced: readUnplaced(eachOnce(facts), known, views.values(), outcomes.of, lendings, texts, people),
    ...(finish && { finish: finish.id }),
    ...(state === 'ready_for_export' && !finish && !fixed && { due: finishable(counted, outcomes) })
  }
}

const IMPORT: readonly string[] = ['import_tree', 'import_message', 'piece']

/** Contributions and imports: what a finish counts. Decisions hold after a finish too. */
function isFinishable(fact: KnownFact): boolean {
  return ['writing', 'review', 'ballot', 'skip', 'amend', 'import_tree', 'import_message'].includes(fact.is)
}

/** All that was judged here, spare and returned work too, so that a finish changes nothing in what it finds. */
function finishable(facts: readonly KnownFact[], outcomes: Outcomes): string[] {
  return facts
    .filter((fact) => isFinishable(fact) && outcomes.of.has(fact.id))
    .map((fact) => uuidOf(fact.id))
    .sort(compareText)
}

/**
 * [RK1] Places of the replies of every ranked parent, 0 the best; replies outside the consensus have none. Until it has
 * the ballots that are required, a parent is not ranked, and imported ranks stand.
 */
function ranksOf(judged: ReadonlyMap<MessageId, Judged>, rules: Rules): Map<MessageId, number | undefined> {
  const ranks = new Map<MessageId, number | undefined>()
  for (const parent of judged.values()) {
    if (parent.ballots.length < rules.num_required_rankings) continue
    const order = rankedPairs(parent.ballots.map((ballot) => ballot.order))
    if (!order) continue
    for (const reply of parent.children) ranks.set(reply, undefined)
    for (const [place, reply] of order.entries()) ranks.set(reply, place)
  }
  return ranks
}

function viewOf(message: Judged, ranks: ReadonlyMap<MessageId, number | undefined>): MessageView {
  const { fact, versions: _, children: __, accepted, firstVerdict: ___, ...rest } = message
  const given = typeof message.given?.rank === 'number' ? message.given.rank : undefined
  const rank = ranks.has(message.id) ? ranks.get(message.id) : given
  return {
    ...rest,
    fact: fact.id,
    device: fact.device,
    emojis: [],
    freeLabels: [],
    ...(accepted !== undefined && { accepted }),
    ...(rank !== undefined && { rank })
  }
}

function inReadingOrder(
  tree: TreeId,
  judged: ReadonlyMap<MessageId, Judged>,
  views: ReadonlyMap<MessageId, MessageView>
): MessageView[] {
  const rankOf = (id: MessageId) => views.get(id)?.rank ?? Number.POSITIVE_INFINITY
  const ordered: MessageView[] = []
  // A loop and not a recursion: an imported thread may be deeper than the stack.
  const next: MessageId[] = [tree]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const view = views.get(id)
    if (!view) continue
    ordered.push(view)
    // A stable sort: replies without a rank keep their order.
    const replies = (judged.get(id)?.children ?? []).toSorted((a, b) =>
      rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b)
    )
    next.push(...replies.reverse())
  }
  return ordered
}
