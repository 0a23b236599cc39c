import type { Content, DeviceKey, FactId, TreeId } from '../../core/fact/fact.ts'
import { makeFact } from '../../core/fact/fact.ts'
import { restedSince } from '../../core/open-assistant/backlog.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { evaluate, outcomesWithoutRoot } from '../../core/tree/evaluate.ts'
import { finishParts } from '../../core/tree/finish.ts'
import type { Outcome, TreeState, TreeView } from '../../core/tree/view.ts'
import { type FactReceipt, writeReceipt } from '../../sync/receipt.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import type { ReadTx, StoredReceipt, TreeRow, WriteTx } from '../store/store.ts'
import { type Admission, lendingsOf } from './admit.ts'
import { firstsOf } from './firsts.ts'
import { changesIn } from './rules.ts'

/** @param rules those that the project was founded with: `profileOf`. What was decided about them since is looked up. */
export async function viewOf(tx: ReadTx, tree: TreeId, people: People, rules: Rules): Promise<TreeView | undefined> {
  return (await factsAndView(tx, tree, people, rules)).view
}

/** @param without facts that have just come; what rested before them is asked of Open-Assistant's rules alone. */
async function factsAndView(
  tx: ReadTx,
  tree: TreeId,
  people: People,
  rules: Rules,
  without: ReadonlySet<FactId> = new Set()
) {
  const facts = await tx.factsOf(tree)
  const input = { tree, facts, lendings: await lendingsOf(tx, facts), people, changes: await changesIn(tx) }
  const view = evaluate(input, rules)
  const rested =
    rules.profile === 'open-assistant' && view?.row?.rolls.length
      ? restedSince(evaluate({ ...input, facts: facts.filter(({ id }) => !without.has(id)) }, rules), view)
      : []
  return { facts, view, rested, outcomes: view?.outcomes ?? outcomesWithoutRoot(input) }
}

export type Settled = {
  /** Facts whose outcome is not what it was. */
  readonly changed: ReadonlySet<FactId>
  /** Finishes that ready trees are due (I7). */
  readonly due: readonly Content[]
  /** Languages in which the lottery may have something to draw. */
  readonly drawable: ReadonlySet<string>
  /** The language of each tree that has come to its end, however it did; in Open-Assistant's, each time that one rests. */
  readonly ended: readonly string[]
}

/** Derives the touched trees again and keeps what came of it. */
export async function settle(admission: Admission, signer: Signer, rules: Rules, now: number): Promise<Settled> {
  const { tx, people } = admission
  const changed = new Set<FactId>()
  const due: Content[] = []
  const drawable = new Set<string>()
  const ended: string[] = []
  const note = async (fact: FactId, outcome: Outcome | undefined) => {
    const before = await tx.outcome(fact)
    if (JSON.stringify(before) === JSON.stringify(outcome)) return
    await tx.setOutcome(fact, outcome)
    changed.add(fact)
  }
  if (admission.rulesChanged) for (const { lang } of await tx.treeCounts()) drawable.add(lang)
  admission.rulesChanged = false
  for (const [fact, word] of admission.settled)
    await note(fact, word === 'merged' ? { is: 'merged' } : { is: 'returned', rule: word })
  admission.settled.clear()
  for (const tree of [...admission.touched].sort()) {
    const placed = admission.placed.get(tree)
    const { facts, view, outcomes, rested } = await factsAndView(tx, tree, people, rules, placed)
    ended.push(...rested)
    if (!view) {
      await tx.removeTree(tree)
      for (const { id, content } of facts)
        if (content.kind !== 'piece') await note(id, await outcomeOf(tx, id, tree, outcomes.get(id)))
      continue
    }
    const { state, lang } = view
    const before = (await tx.tree(tree))?.state
    await tx.setTree(rowOf(view), view.needs)
    if (rules.profile === 'open-assistant') await tx.setFirsts(tree, firstsOf(view))
    for (const fact of facts) await note(fact.id, await outcomeOf(tx, fact.id, tree, outcomes.get(fact.id)))
    if (view.due) due.push(...finishFacts(tree, view.due, signer.device, now))
    if (state === before) continue
    // A prompt that begins to wait may be drawn, and a tree that stops growing leaves room for one.
    if (state === 'prompt_lottery_waiting' || before === 'growing') drawable.add(lang)
    if (before !== undefined && ACTIVE.includes(before) && isEnd(state, rules)) ended.push(lang)
  }
  admission.touched.clear()
  admission.placed.clear()
  return { changed, due, drawable, ended }
}

const ACTIVE: readonly TreeState[] = ['initial_prompt_review', 'growing', 'ranking', 'ready_for_scoring']
const ENDED: readonly TreeState[] = ['ready_for_export', 'aborted_low_grade', 'halted_by_moderator', 'scoring_failed']

/** Open-Assistant's have come to rest, which is another thing (open-assistant.md 2.3). */
function isEnd(state: TreeState, { profile }: Rules): boolean {
  return profile !== 'open-assistant' && ENDED.includes(state)
}

/** What is kept of a tree. Its first message is its prompt. */
function rowOf({ id, state, lang, messages, room, ...view }: TreeView): TreeRow {
  const [prompt] = messages
  // One more half won and lost than there were, so that a single word does not decide.
  const { wins, of } = view.promptScore ?? { wins: 0, of: 0 }
  const score = (wins + 1) / (of + 2)
  const { contributor: author = '', version = id } = prompt ?? {}
  return { id, state, lang, messages: messages.length, room, author, prompt: version, score }
}

const USE: readonly Outcome['is'][] = ['merged', 'spare', 'returned']

/** Where it is of most use counts: one that any of its trees takes has done its work. */
async function outcomeOf(tx: WriteTx, id: FactId, tree: TreeId, here: Outcome | undefined) {
  if ((await tx.treesOf(id)).length < 2) return here
  await tx.setOutcomeInTree(id, tree, here)
  const everywhere = await tx.outcomesInTrees(id)
  return USE.flatMap((is) => everywhere.find((outcome) => outcome.is === is) ?? [])[0]
}

/** One finish, in parts if it counts too many facts for a segment; the last part names the others. */
function finishFacts(tree: TreeId, counted: readonly string[], device: DeviceKey, now: number): Content[] {
  const parts = finishParts(counted).map((some): Content => ({ kind: 'finish', v: 1, tree, counted: some, at: now }))
  const last = parts.at(-1)
  if (!last || parts.length === 1) return parts
  const before = parts.slice(0, -1).map((part): Content => ({ ...part, partial: true }))
  return [...before, { ...last, also: before.map((part) => makeFact(device, part).id) }]
}

export type NewReceipt = StoredReceipt & { readonly device: DeviceKey }

/** Signs a receipt for each of these segments but a hub's own, with what became of its facts by now. */
export async function receiptsFor(
  tx: WriteTx,
  segments: ReadonlySet<SegmentHash>,
  own: readonly DeviceKey[],
  signer: Signer,
  stampAfter: () => number
): Promise<NewReceipt[]> {
  const receipts: NewReceipt[] = []
  for (const hash of segments) {
    const { device, outcomes } = (await tx.outcomesIn(hash)) ?? {}
    if (device === undefined || outcomes === undefined || own.includes(device)) continue
    const facts = outcomes.map((outcome): FactReceipt => outcome ?? { is: 'received' })
    const stamp = stampAfter()
    const receipt = { segment: hash, stamp, bytes: await writeReceipt({ segment: hash, stamp, facts }, signer) }
    await tx.addReceipt(device, receipt)
    receipts.push({ device, ...receipt })
  }
  return receipts
}
