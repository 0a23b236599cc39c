import { checkFact } from '../core/fact/check.ts'
import { type Content, type FactId, makeFact } from '../core/fact/fact.ts'
import { isBallot, isReview, isWriting } from '../core/fact/kinds.ts'
import { uuidOf } from '../core/hash.ts'
import type { System } from '../sync/system.ts'
import { type Answer, makeItem, readAnswer } from './answer.ts'
import { BadAnswer, NotHere } from './errors.ts'
import { putFinished } from './finish.ts'
import { nextOrder, textIn } from './items.ts'
import { getSetting } from './settings.ts'
import { type DeviceStore, type ItemRow, type StoreTx, type TaskRow, taskKey } from './store/store.ts'
import { splitText, whole } from './texts.ts'

/**
 * Changes what was given, also after it was sealed. A message gets another version; a review or a ballot is given
 * again. The item before it is kept and stays in its chain: which of them counts, and which judgements no longer fit,
 * core says.
 *
 * @param value the fields of an answer, with `amend`, the item to change, in the place of `task`.
 * @returns the new item, durable when this resolves.
 * @throws {BadAnswer} or {NotHere}; nothing is saved then.
 */
export async function amend(store: DeviceStore, system: System, value: unknown): Promise<ItemRow> {
  const { id, ...fields } = splitValue(value)
  return store.transact('strict', async (tx) => {
    const named = await tx.get('items', id)
    const device = await getSetting(tx, 'device')
    if (!named || device === undefined) throw new NotHere('no-item', id)
    const before = await newest(tx, named)
    if (before.segment === undefined) throw new NotHere('not-sealed', before.id)
    const task = before.task && (await tx.get('tasks', taskKey(...before.task)))
    if (!task || !isChangeable(before)) throw new NotHere('no-change', id)
    const answer = readAnswer({ ...fields, task: `${task.batch}/${task.place}` })
    if (answer.skip !== undefined) throw new BadAnswer('skip', 'changes nothing')
    // The later one counts, also within one second, or when the clock was put back meanwhile.
    const least = 1000 * (Number(before.contents.at(-1)?.saved) + 1)
    const at = {
      saved: Math.max(system.now(), least),
      device,
      order: await nextOrder(tx),
      salt: () => system.random(12)
    }
    const made = isWriting(task.kind) ? amendment(before, task, answer, at) : judgedAgain(task, answer, at)
    const item = { ...made, saved: system.now(), amends: before.id }
    await putFinished(tx, task, item, answer)
    return item
  })
}

type At = { readonly saved: number; readonly device: string; readonly order: number; salt(): Uint8Array }

/** Whether what was given can be given otherwise: messages and judgements, as they came first or changed. */
export function isChangeable({ contents }: Pick<ItemRow, 'contents'>): boolean {
  const kind = contents.at(-1)?.kind ?? ''
  return kind === 'amend' || isWriting(kind) || isReview(kind) || isBallot(kind)
}

function splitValue(value: unknown): { readonly id: FactId } & Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new BadAnswer('answer', 'is no object')
  const { amend: id, ...fields } = value as Record<string, unknown>
  if (typeof id !== 'string') throw new BadAnswer('amend', 'names no item')
  if ('task' in fields) throw new BadAnswer('task', 'does not go with amend: the item names it')
  return { ...fields, id }
}

/** The item that stands in the place of this one. */
async function newest(tx: StoreTx, named: ItemRow): Promise<ItemRow> {
  const next = new Map((await tx.list('items')).map((item) => [item.amends, item]))
  let last = named
  for (let item = next.get(last.id); item; item = next.get(last.id)) last = item
  return last
}

function amendment(before: ItemRow, task: TaskRow, answer: Answer, at: At): ItemRow {
  if (answer.text === undefined) throw new BadAnswer('text', 'is missing')
  const text = whole(answer.text)
  if (text === textIn(before)) throw new BadAnswer('text', 'is the same as before')
  const last = before.contents.at(-1)
  const message = last?.kind === 'amend' ? last.message : uuidOf(before.id)
  const saved = Math.floor(at.saved / 1000)
  const head: Content = { kind: 'amend', v: 1, message, saw: uuidOf(before.id), saved }
  const contents = splitText(at.device, text, at.salt, head)
  const fact = makeFact(at.device, contents.at(-1) as Content)
  const checked = checkFact(fact)
  if (checked.is === 'malformed') throw new BadAnswer(checked.field, checked.problem)
  const { device, order } = at
  return { id: fact.id, device, saved: at.saved, order, contents, task: [task.batch, task.place] }
}

function judgedAgain(task: TaskRow, answer: Answer, { device, saved, order, salt }: At): ItemRow {
  return makeItem(answer, task, device, saved, order, salt)
}
