import * as v from 'valibot'
import type { Device } from '../../client/device.ts'
import type { DraftRow } from '../../client/store/store.ts'

/**
 * The last letters before a page goes away. A page that is loaded anew or closed is not waited for by its database: what
 * it was told to keep a moment before may never arrive. This storage is written before the call returns; what lies here
 * becomes a draft the next time that the project is opened.
 */
export type Letters = Pick<DraftRow, 'batch' | 'place' | 'saved' | 'changes' | 'stand'> & {
  /** null: nothing is given any more. */
  readonly value: DraftRow['value'] | null
}

const PREFIX = 'understory.letters'
const Fields = v.record(v.string(), v.unknown())
const LettersShape = v.object({
  batch: v.string(),
  place: v.number(),
  saved: v.number(),
  value: v.nullable(Fields),
  changes: v.optional(v.string()),
  stand: v.optional(Fields)
})

/** Of a full or forbidden storage nothing is told: the database is being written besides, and tells. */
export function keepLetters(project: string, letters: Letters): void {
  try {
    localStorage.setItem(keyOf(project, letters), JSON.stringify(letters))
  } catch {}
}

/** The database has them. */
export function dropLetters(project: string, task: Pick<Letters, 'batch' | 'place'>): void {
  try {
    localStorage.removeItem(keyOf(project, task))
  } catch {}
}

/** Resolves once all letters that lie here are in the project's database; those that it has already are dropped. */
export async function takeLetters(project: string, device: Pick<Device, 'draft' | 'keepDraft'>): Promise<void> {
  for (const [key, { batch, place, value, saved, changes, stand }] of lettersOf(project)) {
    const draft = await device.draft(batch, place)
    if (draft === undefined || draft.saved < saved) {
      const keeping = { ...(changes !== undefined && { changes }), ...(stand !== undefined && { stand }) }
      await device.keepDraft(batch, place, value ?? undefined, keeping)
    }
    localStorage.removeItem(key)
  }
}

function lettersOf(project: string): (readonly [key: string, letters: v.InferOutput<typeof LettersShape>])[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}/${project}/`))
    return keys.flatMap((key) => {
      const parsed = v.safeParse(LettersShape, JSON.parse(localStorage.getItem(key) ?? 'null'))
      return parsed.success ? [[key, parsed.output] as const] : []
    })
  } catch {
    return []
  }
}

function keyOf(project: string, { batch, place }: Pick<Letters, 'batch' | 'place'>): string {
  return `${PREFIX}/${project}/${batch}/${place}`
}
