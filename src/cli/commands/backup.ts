import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupHead, Fault } from '../../client/backup/backup.ts'
import { makeBackup } from '../../client/backup/make.ts'
import { asJsonLines, asText, dateOf, type OwnWords, readOwnWords } from '../../client/backup/own-words.ts'
import { type Backup, readBackup } from '../../client/backup/read.ts'
import { restore } from '../../client/backup/restore.ts'
import { keyringIn } from '../../client/keyring/node.ts'
import { webVerify } from '../../client/keyring/verify.ts'
import { followTo } from '../../client/membership.ts'
import { openSqliteDeviceStore } from '../../client/store/sqlite.ts'
import { DEVICE_LOCK, lock, problemOf, usableFolder } from '../../hub/folder.ts'
import { readInvite } from '../../sync/invite.ts'
import { realSystem } from '../../sync/system.ts'
import { PartFiles } from '../bundle/files.ts'
import { counted } from '../bundle/words.ts'
import { deviceFolder, noHubFolder } from '../device-folder.ts'
import { flag, oneOf, readFlags } from '../flags.ts'
import { DoneInPart, Trouble, WrongUse } from '../trouble.ts'

export const HELP = `understory backup make|restore|verify|words …

All that a device holds as one file, on any disk or stick, and back again. It holds no key.

  make --data DIR --out FILE [--json]
      seals what is finished, writes everything, reads it back and compares; prints the restore code alone on a line.
      Write it down, away from the file: with both, hubs know you again on another computer.
  restore FILE --data DIR [--code CODE | --invite INVITE] [--json]
      adds what the file holds to the folder of a device, or to a new one; what is there already stays.
      --code makes it known to hubs where the device's key is gone; without it a hub wants an invite once more
  verify FILE [--json]
      says what is in it and whether it is whole; changes nothing
  words --data DIR [--out FILE] [--format text|jsonl]
      everything that this person wrote, drafts and notes too, to read (text, Markdown) or for programs (jsonl)`

const FLAGS = {
  data: { type: 'string' },
  out: { type: 'string' },
  code: { type: 'string' },
  invite: { type: 'string' },
  format: { type: 'string' },
  json: { type: 'boolean' }
} as const
type Values = ReturnType<typeof readFlags<typeof FLAGS>>['values']

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(args, FLAGS, 2)
  const [name = '', file] = positionals
  if (name === 'make') return make(values)
  if (name === 'words') return words(values)
  if (name === 'verify') return verify(flag(file, 'FILE'), values)
  if (name === 'restore') return putBack(flag(file, 'FILE'), values)
  throw new WrongUse(`backup has no command "${name}"; it has make, restore, verify, words`)
}

async function make(values: Values): Promise<void> {
  const out = flag(values.out, '--out FILE')
  await onDevice(folderIn(values), async (parts) => {
    const { bytes, head, code } = await makeBackup(parts)
    written(out, bytes)
    if (!readFileSync(out).equals(bytes))
      throw new Trouble('K2', {
        work: ['nothing-changed'],
        cause: ['written-wrong', { file: out }],
        action: ['check-output']
      })
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ file: out, bytes: bytes.byteLength, ...aboutOf(head), code })}\n`
        : `${code ?? ''}\n`
    )
    process.stderr.write(
      `${out}: ${holdsWords(head)}; written, read back and compared. ${code === undefined ? 'The key of this device is gone: without it there is no restore code.' : 'The line above is the restore code: keep it apart from the file.'}\n`
    )
  })
}

async function putBack(file: string, values: Values): Promise<void> {
  const backup = await read(file)
  if (values.invite !== undefined) readInvite(values.invite) // before anything is put back
  const folder = usableFolder(noHubFolder(flag(values.data, '--data DIR')))
  const came = await onDevice(folder, async (parts) => {
    const came = await restore(parts, backup, values.code)
    if (values.invite !== undefined) await followTo(parts.store, values.invite)
    return came
  })
  const { key, items, drafts, tasks, notes, known } = came
  if (values.json) process.stdout.write(`${JSON.stringify({ ...came, faults: backup.faults })}\n`)
  else
    process.stdout.write(
      `Came back: ${counted(items, 'finished item')}, ${counted(drafts, 'draft')}, ${counted(tasks, 'task')}, notes on ${counted(notes, 'page')}; ${counted(known, 'finished item')} were here already.\n`
    )
  process.stderr.write(`${KEYS[key]}\n`)
  told(file, backup.faults)
}

const KEYS = {
  kept: 'The key of this device was here, and goes on.',
  heir: 'By the restore code this device has a new key that hubs take for the same person.',
  new: 'The key was gone and no restore code was given: a hub wants an invite once more (--invite), and returns new work on tasks that were lent to the old key. Restore again with --code if you find it.'
} as const

async function verify(file: string, values: Values): Promise<void> {
  const { head, faults } = await read(file)
  if (values.json)
    process.stdout.write(`${JSON.stringify({ file, whole: faults.length === 0, ...aboutOf(head), faults })}\n`)
  else
    process.stdout.write(
      `${file}: ${holdsWords(head)}, of ${dateOf(1000 * head.made)}; ${faults.length === 0 ? 'whole' : 'damaged'}.\n`
    )
  told(file, faults)
}

async function words(values: Values): Promise<void> {
  const format = oneOf(values.format, '--format', ['text', 'jsonl'], 'text')
  const { title, words } = await onDevice(folderIn(values), ({ store }) => readOwnWords(store))
  const text = format === 'jsonl' ? asJsonLines(words) : asText(words, { title, heading, about: 'About:' })
  if (values.out === undefined) process.stdout.write(text)
  else written(values.out, new TextEncoder().encode(text))
}

function heading(entry: OwnWords): string {
  if (entry.is === 'notes') return `Notes (${entry.lang})`
  const { is, kind, lang, saved, state } = entry
  const what = is === 'version' ? 'earlier version' : is === 'draft' ? 'draft' : state
  return `${kind}${lang === undefined ? '' : ` (${lang})`}, ${what}, ${dateOf(saved)}`
}

/** Every fault on a line. @throws {DoneInPart} if there are any. */
function told(file: string, faults: readonly Fault[]): void {
  for (const fault of faults) process.stderr.write(`${file}: ${faultWords(fault)}.\n`)
  if (faults.length > 0)
    throw new DoneInPart('The file is damaged or not wholly understood; what is whole in it can be had')
}

const ROWS: Readonly<Record<string, string>> = {
  items: 'finished item',
  drafts: 'draft',
  versions: 'earlier version of a draft',
  tasks: 'task',
  batches: 'batch',
  segments: 'signed segment',
  updates: 'part of notes'
}

function faultWords(fault: Fault): string {
  switch (fault.is) {
    case 'damaged':
      return fault.table === undefined
        ? `row ${fault.part} is damaged or missing`
        : `row ${fault.part}, ${ROWS[fault.table] ?? fault.table} ${fault.key}, is damaged or missing`
    case 'malformed':
      return `row ${fault.part}, ${ROWS[fault.table] ?? fault.table} ${fault.key}, is not what it says, and was left out`
    case 'cut':
      return `the file ends too early: from row ${fault.part} on nothing is there`
    case 'frame':
      return 'something in it that is no work is damaged; all work is there'
    case 'unknown':
      return `${counted(fault.count, 'row')} were left out: only a later version of Understory knows them`
    case 'newer':
      return 'a later version of Understory made it; what this one knows was taken'
  }
}

function holdsWords({ holds }: BackupHead): string {
  const { items, drafts, tasks, notes } = holds
  return `${counted(items, 'finished item')}, ${counted(drafts, 'draft')}, ${counted(tasks, 'task')}, notes on ${counted(notes, 'page')}`
}

function aboutOf({ project, device, made, holds }: BackupHead) {
  return { project, device, made, holds }
}

async function read(file: string): Promise<Backup> {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(readFileSync(file))
  } catch (cause) {
    const problem = problemOf(cause)
    const told = {
      work: ['nothing-changed'],
      cause: ['file-unreadable', { file, problem }],
      action: ['check-file']
    } as const
    throw new Trouble('F3', told, { cause })
  }
  return readBackup(bytes, webVerify())
}

/** Under its name only when all of it is on the disk. @throws {Trouble} */
function written(out: string, bytes: Uint8Array): void {
  const file = new PartFiles(out)
  try {
    file.write(1, bytes)
    file.done()
  } catch (cause) {
    file.failed()
    throw cause
  }
}

/** One that is there. @throws {Trouble} */
function folderIn(values: Values): string {
  return deviceFolder(flag(values.data, '--data DIR'), 'name-device-folder')
}

async function onDevice<T>(folder: string, work: (parts: ReturnType<typeof partsIn>) => Promise<T>): Promise<T> {
  const unlock = lock(join(folder, 'device.lock'), DEVICE_LOCK)
  const parts = partsIn(folder)
  try {
    return await work(parts)
  } finally {
    await parts.store.close()
    unlock()
  }
}

function partsIn(folder: string) {
  const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
  return { store, keyring: keyringIn(join(folder, 'keys')), verify: webVerify(), system: realSystem() }
}
