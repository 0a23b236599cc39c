import { writeJson } from '../json.ts'
import type { Rules } from '../rules.ts'
import type { Counts } from './counts.ts'
import type { ExportSummary } from './export.ts'

/** Raised with every change by which the same facts under the same rules give another dataset. */
const CORE_VERSION = 1

export type FileNote = {
  readonly name: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Of files of lines. */
  readonly lines?: number
}

export type Manifest = {
  readonly project: { readonly id: string; readonly name: string }
  /** All facts of the store, whether their texts are given or not. */
  readonly facts: { readonly count: number; readonly hash: string }
  readonly rules: Rules
  readonly options: Readonly<Record<string, unknown>>
  readonly summary: ExportSummary
  readonly counts: Counts
  /** Because of these an export made before cannot be made again byte for byte. */
  readonly erased: { readonly decisions: number; readonly texts: number }
  readonly found: { readonly personal: Readonly<Record<string, number>>; readonly near_duplicates: number }
  readonly files: readonly FileNote[]
}

/**
 * [XP16] What a dataset was made of and by what: whoever holds facts of this hash, these rules and this core version gets
 * files of these hashes. It names no moment, or it could not be made again.
 */
export function writeManifest({ facts, summary, ...said }: Manifest): string {
  const { leftOut, ...given } = summary
  const fields: [string, unknown][] = [
    ['format', 'understory dataset'],
    ['version', 1],
    ['project', said.project],
    ['facts', facts],
    ['core_version', CORE_VERSION],
    ['rules', said.rules],
    ['options', said.options],
    ['given', { trees: given.trees, messages: given.messages }],
    ['counts', said.counts],
    ['left_out', { ...leftOut, consent: leftOut.consent }],
    ['erased', said.erased],
    ['found', said.found],
    ['files', said.files]
  ]
  return `${fields.map(([name, value], at) => `${at === 0 ? '{' : ' '}${writeJson(name)}: ${writeJson(value)}`).join(',\n')}}\n`
}
