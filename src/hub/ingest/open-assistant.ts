import { compareText } from '../../core/bytes.ts'
import { checkFact, type Known } from '../../core/fact/check.ts'
import type { Content, Fact } from '../../core/fact/fact.ts'
import { declineOf } from '../../core/open-assistant/arrival.ts'
import { takePlaces } from '../../core/open-assistant/backlog.ts'
import type { Board } from '../../core/open-assistant/board.ts'
import { drawsFrom } from '../../core/open-assistant/draws.ts'
import { DUPLICATE_WINDOW } from '../../core/open-assistant/refusals.ts'
import { memberOf } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { isAnswer } from '../../core/tree/task.ts'
import type { MessageView, TreeState, TreeView } from '../../core/tree/view.ts'
import type { ReadTx } from '../store/store.ts'
import type { Admission } from './admit.ts'
import type { PeopleBook } from './people.ts'
import { viewOf } from './settle.ts'

/** Facts of a device looked at for the same text; nobody writes more within two hours. */
const LATEST = 200

/** States that a call of Open-Assistant may look at or leave; trees in others are done with. */
const OPEN: readonly TreeState[] = [
  'initial_prompt_review',
  'growing',
  'ranking',
  'prompt_lottery_waiting',
  'backlog_ranking'
]

/** All open trees, or those of a language: what Open-Assistant's calls look at. It costs what they are many. */
export async function boardOf(tx: ReadTx, book: PeopleBook, profile: Rules, only?: string): Promise<Board> {
  const board: TreeView[] = []
  for (const { id, state, lang } of await tx.trees()) {
    const isSeen = OPEN.includes(state) && (only === undefined || only === lang)
    const view = isSeen ? await viewOf(tx, id, book.people, profile) : undefined
    if (view) board.push(view)
  }
  return board
}

/** [OA5] What a hub refuses of the answers that have just come, as decisions; each is asked once. */
export async function declinesOf({ tx, book, arrived }: Admission, profile: Rules, now: number): Promise<Content[]> {
  const declines: Content[] = []
  for (const fact of arrived.splice(0)) {
    const checked = checkFact(fact)
    if (!('id' in checked) || !isAnswer(checked)) continue
    const { contributor } = memberOf(book.people, fact.device)
    const enabled = !book.isBanned(contributor)
    const writing = checked.is === 'writing' && enabled ? (checked as Known<'writing'>) : undefined
    const board = writing ? await latelyWritten(tx, book, writing, profile) : []
    const { own, before } = apart(board, writing)
    const text = writing && (own?.text ?? writing.content.text)
    const at = writing?.content.saved ?? now
    const rule = declineOf(before, { enabled, reply_ranked_1: 0 }, contributor, text ?? undefined, at)
    if (rule !== undefined) declines.push({ kind: 'decline', v: 1, fact: fact.id, rule, at: now })
  }
  return declines
}

/** The trees that a writer wrote in within the time in which nobody may write the same again. */
async function latelyWritten(tx: ReadTx, book: PeopleBook, { device, content }: Known<'writing'>, profile: Rules) {
  const names = new Set<string>()
  for (const each of book.devicesOf(memberOf(book.people, device).contributor))
    for (const fact of await tx.latestOf(each, LATEST))
      if (isLate(fact, content.saved)) for (const tree of await tx.treesOf(fact.id)) names.add(tree)
  const board: TreeView[] = []
  for (const tree of [...names].sort(compareText)) {
    const view = await viewOf(tx, tree, book.people, profile)
    if (view) board.push(view)
  }
  return board
}

function isLate(fact: Fact, at: number): boolean {
  const checked = checkFact(fact)
  return checked.is === 'writing' && Math.abs((checked as Known<'writing'>).content.saved - at) < DUPLICATE_WINDOW
}

/** What was written before a message: of two that came together the later one is the copy. */
function apart(board: Board, writing: Known<'writing'> | undefined): { own?: MessageView | undefined; before: Board } {
  if (!writing) return { before: [] }
  const at = writing.content.saved
  const own = board.flatMap(({ messages }) => messages).find(({ fact }) => fact === writing.id)
  const isBefore = (message: MessageView) =>
    message.fact !== writing.id &&
    ((message.at ?? 0) < at || (message.at === at && compareText(message.fact, writing.id) < 0))
  return { own, before: board.map((tree) => ({ ...tree, messages: tree.messages.filter(isBefore) })) }
}

/** [OA5] The trees of the backlog that take the places of those that came to rest. @param langs each time, of these. */
export async function placesTaken(
  tx: ReadTx,
  book: PeopleBook,
  { profile, rules }: { readonly profile: Rules; readonly rules: Rules },
  langs: readonly string[],
  seed: () => number,
  now: number
): Promise<Content[]> {
  const decisions: Content[] = []
  for (const lang of new Set(langs)) {
    const board = await boardOf(tx, book, profile, lang)
    const each = langs.filter((other) => other === lang)
    const signed = takePlaces(
      board,
      each,
      rules,
      drawsFrom(() => seed() / 2 ** 32)
    )
    decisions.push(...signed.map((decision): Content => ({ ...decision, v: 1, at: now })))
  }
  return decisions
}
