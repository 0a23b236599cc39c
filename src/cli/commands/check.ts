import { type Checked, checkStore } from '../../hub/check/check.ts'
import type { Fault, FaultName } from '../../hub/check/fault.ts'
import { flag, readFlags } from '../flags.ts'
import { readingProject } from '../project-store.ts'
import { DoneInPart } from '../trouble.ts'

export const HELP = `understory check --data DIR [--json]

Verifies a project's store: every checksum, hash, signature, chain and receipt, and every row that follows from facts, by
deriving all of it anew. Each fault is named with what to do. It changes nothing, and a running hub is no hindrance: what
is looked at is the state of one moment. It takes about as long as taking everything in did, and meanwhile as much space
as the store: in the folder for temporary files, or in DIR if there is no room in the former.

  --json   one object: counts, and faults with fault, table, row and detail

Exit code 1 if anything is wrong.`

/** More say nothing more to a person. */
const MOST_IN_WORDS = 50

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, { data: { type: 'string' }, json: { type: 'boolean' } })
  const folder = flag(values.data, '--data DIR')
  const faults: Fault[] = []
  const checked = await readingProject(
    folder,
    (store, file) => checkStore(store, file, (fault) => void faults.push(fault)),
    { older: true }
  )
  if (values.json) process.stdout.write(`${JSON.stringify({ ...checked, faults })}\n`)
  else inWords(checked, faults)
  if (faults.length > 0) throw new DoneInPart(`${faults.length} faults were found`)
}

function inWords({ segments, facts, trees, waiting }: Checked, faults: readonly Fault[]): void {
  for (const fault of faults.slice(0, MOST_IN_WORDS)) process.stderr.write(`${line(fault)}\n`)
  if (faults.length > MOST_IN_WORDS)
    process.stderr.write(`… and ${faults.length - MOST_IN_WORDS} more; --json names them all.\n`)
  for (const action of new Set(faults.map(({ fault }) => WORDS[fault][1]))) process.stderr.write(`${action}\n`)
  if (waiting > 0)
    process.stderr.write(
      `${waiting} trees and segments are still to be derived anew; a hub does so when it starts, or after a crowd.\n`
    )
  process.stderr.write(
    `${segments} segments with ${facts} facts and ${trees} trees were checked${faults.length > 0 ? '' : '; all of it is as it should be'}.\n`
  )
}

function line({ fault, table, row, detail }: Fault): string {
  const where = [table, row].filter((part) => part !== '').join(' ')
  const words = `${WORDS[fault][0]}${detail === undefined ? '' : `: ${detail}`}.`
  return where === '' ? words : `${where}: ${words}`
}

const BACKUP = 'Put back the newest backup of the folder while the hub is stopped; devices send again what it lacks.'
const KEEP = 'Keep a copy of the folder as it is now, in case somebody wants to know how it came about.'

/** What is wrong, and what to do. */
const WORDS: Readonly<Record<FaultName, readonly [problem: string, action: string]>> = {
  'damaged-file': ['the file is damaged', BACKUP],
  'older-store': [
    'the store was written by an earlier version',
    'Start the hub on this folder once, which brings it up to date, and check again.'
  ],
  'bad-checksum': ['the row is not what was written', BACKUP],
  'unreadable-segment': ['the segment cannot be read', BACKUP],
  'bad-hash': ['the hash does not fit what it covers', BACKUP],
  'bad-signature': ['the signature does not hold', BACKUP],
  'bad-chain': ['it does not follow the segment that it names as the one before', BACKUP],
  'bad-row': ['the row says something else than the segment', BACKUP],
  'lost-fact': ['facts are missing', BACKUP],
  'changed-fact': ['the content is not what its id stands for', BACKUP],
  'stray-fact': ['no segment brought it', BACKUP],
  'bad-receipt': ['the receipt does not hold', BACKUP],
  'missing-row': ['the facts ask for this row, and it is not there', `${BACKUP} ${KEEP}`],
  'extra-row': ['the facts know nothing of this row', `${BACKUP} ${KEEP}`],
  differs: ['the row is not what the facts say', `${BACKUP} ${KEEP}`]
}
