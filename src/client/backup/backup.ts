import { type Told, UnderstoryError } from '../../core/error.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import type { ProjectId } from '../../sync/segment/segment.ts'
import type { Will } from '../journal/rows.ts'
import type { Settings } from '../settings.ts'
import type { Rows, Table } from '../store/store.ts'

/** [BK1] The first format. */
export const FORMAT = 1
/** Kinds of records beside a journal's own. */
export const HEAD = 3
export const CONTENTS = 4

/** [BK7] What the key signed for the day on which this is restored without it; the secret is in the restore code alone. */
export type Succession = Omit<Will, 'device' | 'heir'> & { readonly heir: DeviceKey }

export type BackupHead = {
  readonly project: ProjectId
  /** The key in use. */
  readonly device: DeviceKey
  readonly title: string
  /** Seconds since 1970, by the clock of the computer that made it. */
  readonly made: number
  /** How many rows there are. */
  readonly rows: number
  /** What a person would count. */
  readonly holds: Holds
  /** [BK2] */
  readonly settings: Partial<Settings>
  /** Absent: its key was not there. */
  readonly succession?: Succession
}

/** Finished items, drafts, tasks, and pages of notes. */
export type Holds = {
  readonly items: number
  readonly drafts: number
  readonly tasks: number
  readonly notes: number
}

/** A row of a backup, and which one of all it is, from 0. */
export type Entry = {
  readonly [T in Table]: { readonly part: number; readonly table: T; readonly row: Rows[T] }
}[Table]

/** [BK4] Something that was not taken. */
export type Fault =
  /** A row is damaged or missing. No table: what it was is not known. */
  | { readonly is: 'damaged'; readonly part: number; readonly table?: string; readonly key?: string }
  /** A row that is whole, and not what its table says. */
  | { readonly is: 'malformed'; readonly part: number; readonly table: string; readonly key: string }
  /** The file ends too early: from this row on nothing is there. */
  | { readonly is: 'cut'; readonly part: number }
  /** Bytes that hold no work: text for people, heads, contents, and what was added to the file. */
  | { readonly is: 'frame' }
  /** [BK5] So many rows that only a later version knows. */
  | { readonly is: 'unknown'; readonly count: number }
  /** [BK5] Its format is a later one. */
  | { readonly is: 'newer' }

type Why = 'no-backup' | 'bad-code' | 'other-project'

/** The file was not used, and nothing was changed. */
export class BackupRefused extends UnderstoryError {
  override name = 'BackupRefused' as const
  readonly code = 'K1'
  readonly why: Why
  constructor(why: Why, options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
  get told(): Told {
    return { work: ['nothing-changed'], cause: [this.why], action: [`after-${this.why}`] }
  }
}
