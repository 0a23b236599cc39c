import { joined, utf8 } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { isoOf } from '../../core/dataset/date.ts'
import { sha256 } from '../../core/hash.ts'
import { writeFrame } from '../journal/frame.ts'
import { type Standing, writeStatePart } from '../journal/records.ts'
import { type BackupHead, CONTENTS, FORMAT, HEAD } from './backup.ts'

/** The number that a journal's state would have. */
const SEQ = 1
const MAX_TITLE = 100

/** [BK1] */
export function writeBackup(head: BackupHead, rows: readonly Standing[]): Uint8Array {
  const frame = writeFrame(encodeCbor([HEAD, FORMAT, head]))
  const parts = rows.map((row, part) => writeStatePart(SEQ, part, rows.length, [row]))
  const before = together([utf8(coverOf(head)), frame, ...parts, frame])
  const names = rows.map(({ table, key }) => [table, key])
  return joined(before, writeFrame(encodeCbor([CONTENTS, sha256(before), names])))
}

/** Also of more parts than a call has arguments. */
function together(parts: readonly Uint8Array[]): Uint8Array {
  const many = 10_000
  if (parts.length <= many) return joined(...parts)
  const groups = Array.from({ length: Math.ceil(parts.length / many) }, (_, at) =>
    joined(...parts.slice(at * many, (at + 1) * many))
  )
  return joined(...groups)
}

/** What a person is told who opens the file in an editor. */
function coverOf({ title, project, made, holds, succession }: BackupHead): string {
  return `${[
    'This is an Understory backup: the work of one person on one computer.',
    '',
    `Project   ${oneLine(title)} (${project.slice(0, 16)})`,
    `Made at   ${isoOf(Math.max(0, made)).slice(0, 16).replace('T', ' ')} UTC by its clock`,
    `Holds     finished items: ${holds.items}, drafts: ${holds.drafts}, tasks: ${holds.tasks}, pages of notes: ${holds.notes}`,
    'Secret    no: whoever has this file can read what it holds. It holds no key, so nobody can sign with it.',
    '',
    'What to do: choose "Open a backup" in the app, or run',
    '  understory backup restore THIS-FILE --data FOLDER-OF-A-DEVICE',
    succession
      ? 'With the restore code that was shown when it was made, hubs know you again; without it ask for an invite.'
      : 'Its key was gone when it was made: hubs want an invite to know you again.',
    'Nothing is counted twice, and what is there already stays.',
    '',
    'Do not edit it. What follows is no text.',
    '-'.repeat(88),
    ''
  ].join('\n')}`
}

/** A title comes from outside: no line breaks, no signs that move the text about. */
function oneLine(title: string): string {
  const plain = title.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return [...plain].slice(0, MAX_TITLE).join('')
}
