import * as v from 'valibot'
import type { Device } from '../../client/device.ts'
import { FIRST, type ProfileId } from '../../client/profiles/profile.ts'
import type { Box } from '../../client/store/sealed.ts'
import type { DraftRow } from '../../client/store/store.ts'
import { bytesOf, hexOf, utf8 } from '../../core/bytes.ts'

/**
 * The last letters before a page goes away. A page that is loaded anew or closed is not waited for by its database: what
 * it was told to keep a moment before may never arrive. This storage is written before the call returns; what lies here
 * becomes a draft the next time that the project is opened.
 */
export type Letters = Pick<DraftRow, 'batch' | 'place' | 'saved' | 'changes' | 'stand'> & {
  /** null: nothing is given any more. */
  readonly value: DraftRow['value'] | null
}

/** Whose letters they are, and what seals them: where there is a PIN, they lie no more in the clear than drafts do. */
export type LettersOf = { readonly profile: ProfileId; readonly box: Box | undefined }

const PREFIX = 'understory.letters'
const SEALED = 'sealed:'
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
export function keepLetters(of: LettersOf, project: string, letters: Letters): void {
  try {
    const key = keyOf(of.profile, project, letters)
    localStorage.setItem(key, written(key, JSON.stringify(letters), of.box))
  } catch {}
}

/** The database has them. */
export function dropLetters(of: LettersOf, project: string, task: Pick<Letters, 'batch' | 'place'>): void {
  try {
    localStorage.removeItem(keyOf(of.profile, project, task))
  } catch {}
}

/** Resolves once all letters that lie here are in the project's database; those that it has already are dropped. */
export async function takeLetters(
  of: LettersOf,
  project: string,
  device: Pick<Device, 'draft' | 'keepDraft'>
): Promise<void> {
  for (const [key, { batch, place, value, saved, changes, stand }] of lettersOf(of, project)) {
    const draft = await device.draft(batch, place)
    if (draft === undefined || draft.saved < saved) {
      const keeping = { ...(changes !== undefined && { changes }), ...(stand !== undefined && { stand }) }
      await device.keepDraft(batch, place, value ?? undefined, keeping)
    }
    localStorage.removeItem(key)
  }
}

/** [PF5] Brings all letters of a profile, whatever their project, into the form that it has from now on. */
export function convertLetters({ profile, box }: LettersOf, reads: Box): void {
  try {
    for (const key of keysUnder(prefixOf(profile))) {
      const text = read(key, reads)
      if (text !== undefined) localStorage.setItem(key, written(key, text, box))
    }
  } catch {} // storage is barred: there are none
}

function lettersOf(
  { profile, box }: LettersOf,
  project: string
): (readonly [key: string, letters: v.InferOutput<typeof LettersShape>])[] {
  try {
    return keysUnder(`${prefixOf(profile)}${project}/`).flatMap((key) => {
      const parsed = v.safeParse(LettersShape, JSON.parse(read(key, box) ?? 'null'))
      return parsed.success ? [[key, parsed.output] as const] : []
    })
  } catch {
    return []
  }
}

function keysUnder(prefix: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
}

function written(key: string, text: string, box: Box | undefined): string {
  return box ? `${SEALED}${hexOf(box.seal(utf8(text), key))}` : text
}

/** undefined: there is nothing that can be read. */
function read(key: string, box: Box | undefined): string | undefined {
  const text = localStorage.getItem(key) ?? undefined
  if (!text?.startsWith(SEALED)) return text
  const bytes = box?.open(bytesOf(text.slice(SEALED.length)), key)
  return bytes && new TextDecoder().decode(bytes)
}

/** The first profile's lie where they lay before there were others; a project's id is no profile's. */
function prefixOf(profile: ProfileId): string {
  return profile === FIRST ? `${PREFIX}/` : `${PREFIX}.${profile}/`
}

function keyOf(profile: ProfileId, project: string, { batch, place }: Pick<Letters, 'batch' | 'place'>): string {
  return `${prefixOf(profile)}${project}/${batch}/${place}`
}
