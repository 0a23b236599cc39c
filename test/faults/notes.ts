import * as Y from 'yjs'
import type { Chance } from '../../src/core/examples/chance.ts'
import type { DeviceDisk } from './device-disk.ts'
import type { HubDisk } from './hub-disk.ts'
import { surround } from './surroundings.ts'

export const LANGS: readonly string[] = ['en', 'sw']
/** A piece of which the end has not come yet is none: with it whatever stands behind would be taken away. */
const STANDS = /<(\d+)[^<>]*>/g
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

/** Marks of what can be read in these updates of one document: what leans on a part that is gone, nobody can. */
export function marksIn(updates: Iterable<Uint8Array>): Iterable<string> {
  return standing(textIn(updates)).keys()
}

/** How often each mark stands in a text. */
export function standing(text: string): Map<string, number> {
  const times = new Map<string, number>()
  for (const [, number] of text.matchAll(BEGINS)) times.set(nameOf(number), (times.get(nameOf(number)) ?? 0) + 1)
  return times
}

export function notesOn(disk: Pick<DeviceDisk, 'list'>): string[] {
  return LANGS.flatMap((lang) => [...marksIn(updatesOn(disk, lang))])
}

export function updatesOn(disk: Pick<DeviceDisk, 'list'>, lang: string): Uint8Array[] {
  return disk.list('updates').flatMap(({ document, bytes }) => (document === `notes/${lang}` ? [bytes] : []))
}

export async function notesUpdatesOf(disk: HubDisk, lang: string): Promise<readonly Uint8Array[]> {
  return disk.read((tx) => tx.documentUpdates(`notes/${lang}`))
}

export async function notesTextOf(disk: HubDisk, lang: string): Promise<string> {
  return textIn(await notesUpdatesOf(disk, lang))
}

function textIn(updates: Iterable<Uint8Array>): string {
  // A document draws a number for its writer; whoever only looks takes no chance from the world.
  const back = surround({ now: () => 0, after: () => () => {}, fill: (bytes) => bytes.fill(7) })
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const text = doc.getText('notes').toString()
  doc.destroy()
  back()
  return text
}

function nameOf(number: string | undefined): string {
  return `note ${number}`
}
