import * as Y from 'yjs'
import type { Chance } from '../../src/core/examples/chance.ts'
import type { DeviceDisk } from './device-disk.ts'
import type { HubDisk } from './hub-disk.ts'

export const LANGS: readonly string[] = ['en', 'sw']
const STANDS = /<(\d+)[^>]*>/g
const BEGINS = /<(\d+)[ >]/g
/** Now and then somebody pastes more than one update may hold. */
const PASTED = 4000

/** Somebody writes a piece with a mark of its own between two others, or takes one away. */
export function edit(text: Y.Text, chance: Chance, number: number): { kind: 'written' | 'taken away'; mark: string } {
  const pieces = [...text.toString().matchAll(STANDS)]
  const piece = chance.happens(0.3) ? chance.one(pieces) : undefined
  if (piece) {
    text.delete(piece.index, piece[0].length)
    return { kind: 'taken away', mark: nameOf(piece[1]) }
  }
  const behind = chance.one(pieces)
  const at = behind ? behind.index + behind[0].length : 0
  const length = chance.one([0, 0, 0, 30, PASTED]) ?? 0
  text.insert(at, `<${number}${length > 0 ? ` ${'ä'.repeat(length)}` : ''}>`)
  return { kind: 'written', mark: nameOf(String(number)) }
}

/** Marks of all that was ever written in these updates, also of what was taken away later. */
export function marksIn(updates: Iterable<Uint8Array>): string[] {
  return [...updates].flatMap((bytes) =>
    [...Buffer.from(bytes).toString('latin1').matchAll(BEGINS)].map(([, number]) => nameOf(number))
  )
}

/** How often each mark stands in a text. */
export function standing(text: string): Map<string, number> {
  const times = new Map<string, number>()
  for (const [, number] of text.matchAll(BEGINS)) times.set(nameOf(number), (times.get(nameOf(number)) ?? 0) + 1)
  return times
}

export function notesUpdatesOn(disk: Pick<DeviceDisk, 'list'>): Uint8Array[] {
  return disk.list('updates').flatMap(({ document, bytes }) => (document.startsWith('notes/') ? [bytes] : []))
}

export async function notesUpdatesOf(disk: HubDisk, lang: string): Promise<readonly Uint8Array[]> {
  return disk.read((tx) => tx.documentUpdates(`notes/${lang}`))
}

export async function notesTextOf(disk: HubDisk, lang: string): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await notesUpdatesOf(disk, lang)) Y.applyUpdate(doc, update)
  const text = doc.getText('notes').toString()
  doc.destroy()
  return text
}

function nameOf(number: string | undefined): string {
  return `note ${number}`
}
