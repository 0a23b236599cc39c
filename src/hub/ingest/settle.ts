import type { Content, DeviceKey, FactId, TreeId } from '../../core/fact/fact.ts'
import { makeFact } from '../../core/fact/fact.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { evaluate } from '../../core/tree/evaluate.ts'
import { finishParts } from '../../core/tree/finish.ts'
import type { Outcome, TreeView } from '../../core/tree/view.ts'
import { type FactReceipt, writeReceipt } from '../../sync/receipt.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import type { ReadTx, WriteTx } from '../store/store.ts'
import { type Admission, lendingsOf } from './admit.ts'

export async function viewOf(tx: ReadTx, tree: TreeId, people: People, rules: Rules): Promise<TreeView | undefined> {
  const facts = await tx.factsOf(tree)
  return evaluate({ tree, facts, lendings: await lendingsOf(tx, facts), people }, rules)
}

export type Settled = {
  /** Facts whose outcome is not what it was. */
  readonly changed: ReadonlySet<FactId>
  /** Finishes that ready trees are due (I7). */
  readonly due: readonly Content[]
  /** Whether the lottery may have something to draw. */
  readonly drawable: boolean
}

/** Derives the touched trees again and keeps what came of it. */
export async function settle(admission: Admission, signer: Signer, rules: Rules, now: number): Promise<Settled> {
  const { tx, people } = admission
  const changed = new Set<FactId>()
  const due: Content[] = []
  let drawable = false
  const note = async (fact: FactId, outcome: Outcome | undefined) => {
    const before = await tx.outcome(fact)
    if (JSON.stringify(before) === JSON.stringify(outcome)) return
    await tx.setOutcome(fact, outcome)
    changed.add(fact)
  }
  for (const [fact, word] of admission.settled)
    await note(fact, word === 'merged' ? { is: 'merged' } : { is: 'returned', rule: word })
  admission.settled.clear()
  for (const tree of [...admission.touched].sort()) {
    const facts = await tx.factsOf(tree)
    const view = evaluate({ tree, facts, lendings: await lendingsOf(tx, facts), people }, rules)
    if (!view) continue
    const { id, state, lang, messages, room } = view
    const before = (await tx.tree(id))?.state
    await tx.setTree({ id, state, lang, messages: messages.length, room }, view.needs)
    for (const fact of facts) {
      const outcome = fact.content.kind === 'erase' ? await everywhere(fact.id, admission, rules) : undefined
      await note(fact.id, outcome ?? view.outcomes.get(fact.id))
    }
    if (view.due) due.push(...finishFacts(tree, view.due, signer.device, now))
    // A prompt that begins to wait may be drawn, and a tree that stops growing leaves room for one.
    drawable ||= state !== before && (state === 'prompt_lottery_waiting' || before === 'growing')
  }
  admission.touched.clear()
  return { changed, due, drawable }
}

/** An erasure may name texts of several trees. One that may erase any of them has done its work. */
async function everywhere(fact: FactId, { tx, people }: Admission, rules: Rules): Promise<Outcome | undefined> {
  const trees = await tx.treesOf(fact)
  if (trees.length < 2) return undefined
  const outcomes: Outcome[] = []
  for (const tree of [...trees].sort()) {
    const outcome = (await viewOf(tx, tree, people, rules))?.outcomes.get(fact)
    if (outcome) outcomes.push(outcome)
  }
  return outcomes.find(({ is }) => is === 'merged') ?? outcomes[0]
}

/** One finish, in parts if it counts too many facts for a segment; the last part names the others. */
function finishFacts(tree: TreeId, counted: readonly string[], device: DeviceKey, now: number): Content[] {
  const parts = finishParts(counted).map((some): Content => ({ kind: 'finish', v: 1, tree, counted: some, at: now }))
  const last = parts.at(-1)
  if (!last || parts.length === 1) return parts
  const before = parts.slice(0, -1).map((part): Content => ({ ...part, partial: true }))
  return [...before, { ...last, also: before.map((part) => makeFact(device, part).id) }]
}

export type NewReceipt = { readonly device: DeviceKey; readonly stamp: number; readonly bytes: Uint8Array }

/** Signs a receipt for each of these segments, with what became of its facts by now. */
export async function receiptsFor(
  tx: WriteTx,
  segments: ReadonlySet<SegmentHash>,
  signer: Signer,
  stampAfter: () => number
): Promise<NewReceipt[]> {
  const receipts: NewReceipt[] = []
  for (const hash of segments) {
    const segment = await tx.segment(hash)
    if (!segment) continue
    const facts: FactReceipt[] = []
    for (const id of segment.ids) facts.push((await tx.outcome(id)) ?? { is: 'received' })
    const stamp = stampAfter()
    const bytes = await writeReceipt({ segment: hash, stamp, facts }, signer)
    await tx.addReceipt(segment.header.device, { segment: hash, stamp, bytes })
    receipts.push({ device: segment.header.device, stamp, bytes })
  }
  return receipts
}
