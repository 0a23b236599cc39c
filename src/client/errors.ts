import { type Told, UnderstoryError } from '../core/error.ts'

/** The device's own store failed. What was saved before is untouched; what was being saved is not saved. */
export class StoreTrouble extends UnderstoryError {
  override name = 'StoreTrouble' as const
  readonly code = 'D1'
  readonly file: string
  constructor(file: string, cause: unknown) {
    super(`device store ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.file = file
  }
  get told(): Told {
    const { file, reason } = this
    const action = reason === 'newer' ? 'update-program' : reason === 'damaged' ? 'mend-device' : `mend-store-${reason}`
    return { work: ['not-saved'], cause: [`store-${reason}`, { file }], action: [action] }
  }

  private get reason(): string {
    const words = wordsOf(this.cause)
    return REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
  }
}

/** By what an engine says: SQLite in its messages, a browser in the names of its errors. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/\brows are sealed\b/, 'sealed'],
  [/later version|VersionError/, 'newer'],
  [/\bfull\b|QuotaExceeded/i, 'full'],
  [/was deleted|NotFoundError/, 'missing'],
  [/DatabaseClosed/, 'closed'],
  [/MissingAPI|SecurityError|OpenFailed|InvalidState|UnknownError/, 'unavailable'],
  [/readonly|permission/i, 'no-rights'],
  [/malformed|not a database/i, 'damaged'],
  [/locked|busy/i, 'busy'],
  [/unable to open/i, 'missing']
]

/** Names and messages of an error and of those under it. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const under = 'inner' in cause ? cause.inner : cause.cause
  return `${cause.name}: ${cause.message} ${under === undefined ? '' : wordsOf(under)}`
}

/** The hub did not answer in the time given; the outbox keeps everything. */
export class HubSilent extends UnderstoryError {
  override name = 'HubSilent' as const
  readonly code = 'N2'
  readonly waiting: number
  constructor(waiting: number, options?: ErrorOptions) {
    super(`hub did not answer; ${waiting} items wait`, options)
    this.waiting = waiting
  }
  get told(): Told {
    return { work: ['safe-here', { count: this.waiting }], cause: ['hub-silent'], action: ['try-later'] }
  }
}

/** The hub answered and turned this device away. */
export class TurnedAway extends UnderstoryError {
  override name = 'TurnedAway' as const
  readonly code = 'N3'
  readonly reason: string
  readonly waiting: number
  constructor(reason: string, waiting: number) {
    super(`hub refused: ${reason}; ${waiting} items wait`)
    this.reason = reason
    this.waiting = waiting
  }
  get told(): Told {
    return {
      work: ['safe-here', { count: this.waiting }],
      cause: [`refused-${this.reason}`],
      action: [`after-${this.reason}`]
    }
  }
}

/** The device belongs to no project, or to another one than it was told. */
export class NotHere extends UnderstoryError {
  override name = 'NotHere' as const
  readonly code = 'D2'
  readonly what:
    | 'not-joined'
    | 'joined-already'
    | 'another-project'
    | 'no-task'
    | 'no-message'
    | 'answered-already'
    | 'no-item'
    | 'sealed-already'
    | 'not-sealed'
    | 'no-change'
  constructor(what: NotHere['what'], detail = '') {
    super(detail ? `${what}: ${detail}` : what)
    this.what = what
  }
  get told(): Told {
    return { work: ['nothing-changed'], cause: [this.what], action: [`after-${this.what}`] }
  }
}

/** An answer that does not fit its task; nothing of it was saved. */
export class BadAnswer extends UnderstoryError {
  override name = 'BadAnswer' as const
  readonly code = 'D3'
  readonly field: string
  readonly problem: string
  constructor(field: string, problem: string) {
    super(`answer refused: ${field} ${problem}`)
    this.field = field
    this.problem = problem
  }
  get told(): Told {
    return {
      work: ['not-saved'],
      cause: ['bad-answer', { field: this.field, problem: this.problem }],
      action: ['mend-answer']
    }
  }
}
