import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { hexOf } from '../../core/bytes.ts'
import type { Example } from './example.ts'

/** Struct numbers of the Yjs update format. */
const GC = 0
const STRING = 4
const SKIP = 10
const HAS_ORIGIN = 0x80
const HAS_RIGHT = 0x40

/**
 * Yjs updates for a guard. `given.before` is what the document holds already; `is` what its text then says. The
 * hostile ones cost Yjs itself up to 268 MB or 107 s.
 */
export function updateExamples(): Example[] {
  const { first, second } = honest()
  const before = hexOf(first)
  const bad = (name: string, update: Uint8Array, refused = 'malformed'): Example => ({
    name,
    hex: hexOf(update),
    given: { before },
    refused
  })
  return [
    { name: 'a first update', hex: before, given: { before: '0000' }, is: 'selam' },
    { name: 'one that adds and deletes', hex: hexOf(second), given: { before }, is: 'selam!' },
    { name: 'one that is there already', hex: before, given: { before }, is: 'selam' },
    { name: 'one that says nothing', hex: '0000', given: { before }, is: 'selam' },
    { name: 'the second without the first', hex: hexOf(second), given: { before: '0000' }, refused: 'malformed' },
    bad('nothing', new Uint8Array()),
    bad('cut short', first.slice(0, -3)),
    bad(
      '7 bytes that claim 33 million structs',
      written((e) => numbers(e, 1, 2 ** 25, 1, 0))
    ),
    bad(
      'a claim of 33 million clients',
      written((e) => numbers(e, 2 ** 25))
    ),
    bad(
      'a claim of 33 million deletions',
      written((e) => numbers(e, 0, 1, 1, 2 ** 25))
    ),
    bad('a struct of 2^50 characters', update([7, 0, [[GC, 2 ** 50]]]), 'too-much'),
    bad('one character too many at once', update([7, 0, [[GC, 100_001]]]), 'too-much'),
    bad('a gap before it', update([7, 1, [[GC, 1]]])),
    bad('a gap before it, beside what has none', update([8, 0, [[GC, 1]]], [7, 1, [[GC, 1]]])),
    bad(
      'a gap within it',
      update([
        7,
        0,
        [
          [GC, 1],
          [SKIP, 5],
          [GC, 1]
        ]
      ])
    ),
    bad('2,001 structs', update([7, 0, Array.from({ length: 2001 }, () => [GC, 1])]), 'too-much'),
    bad('65 clients', update(...Array.from({ length: 65 }, (_, i) => [i + 7, 0, [[GC, 1]]] as Block)), 'too-much'),
    bad(
      'a character after one that is missing',
      written((e) => item(e, HAS_ORIGIN, [5, 9]))
    ),
    bad(
      'a character before one that is missing',
      written((e) => item(e, HAS_RIGHT, [5, 9]))
    ),
    bad(
      'a character after itself',
      written((e) => item(e, HAS_ORIGIN, [7, 0]))
    ),
    bad('a character in a type that is missing', written(orphan)),
    bad('deletes what nobody wrote', deletes(7, 0, 1)),
    bad('deletes past the end', deletes(1, 0, 2 ** 40)),
    bad(
      '2,001 deletions',
      written((e) => many(e, 2001)),
      'too-much'
    )
  ]
}

function honest(): { first: Uint8Array; second: Uint8Array } {
  const doc = new Y.Doc()
  doc.clientID = 1
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.getText('t').insert(0, 'selam')
  doc.transact(() => {
    doc.getText('t').insert(5, '!?')
    doc.getText('t').delete(6, 1)
  })
  const [first = new Uint8Array(), second = new Uint8Array()] = updates
  return { first, second }
}

type Block = [client: number, clock: number, structs: number[][]]

/** An update of structs that have a kind and a length and no more. */
function update(...blocks: Block[]): Uint8Array {
  return written((e) => {
    numbers(e, blocks.length)
    for (const [client, clock, structs] of blocks) {
      numbers(e, structs.length, client, clock)
      for (const [kind = 0, length = 0] of structs) {
        encoding.writeUint8(e, kind)
        numbers(e, length)
      }
    }
    numbers(e, 0)
  })
}

/** One character beside another, and one of another client that leans on nothing and may not come in alone. */
function item(e: encoding.Encoder, side: number, beside: readonly number[]): void {
  numbers(e, 2, 1, 8, 0, GC, 1, 1, 7, 0)
  encoding.writeUint8(e, STRING | side)
  numbers(e, ...beside)
  encoding.writeVarString(e, 'x')
  numbers(e, 0)
}

function orphan(e: encoding.Encoder): void {
  numbers(e, 2, 1, 8, 0, GC, 1, 1, 7, 0)
  encoding.writeUint8(e, STRING)
  numbers(e, 0, 5, 9) // the parent is no name but an id
  encoding.writeVarString(e, 'x')
  numbers(e, 0)
}

function deletes(client: number, clock: number, length: number): Uint8Array {
  return written((e) => numbers(e, 0, 1, client, 1, clock, length))
}

function many(e: encoding.Encoder, count: number): void {
  numbers(e, 0, 1, 1, count)
  for (let i = 0; i < count; i++) numbers(e, 0, 1)
}

function numbers(e: encoding.Encoder, ...values: readonly number[]): void {
  for (const value of values) encoding.writeVarUint(e, value)
}

function written(write: (e: encoding.Encoder) => void): Uint8Array {
  const e = encoding.createEncoder()
  write(e)
  return encoding.toUint8Array(e)
}
