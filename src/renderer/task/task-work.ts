import type { TaskRow } from '../../client/store/store.ts'
import type { WordKey } from '../words/words.tsx'

/** The fields of an answer (client/answer.ts) as far as they are given. */
export type Given = Readonly<Record<string, unknown>>

/**
 * What the frame of a task (bar, actions) gives to the part that is the work itself. The part fills the space between
 * them, and shows the thread (message/Thread.tsx) where it wants it.
 *
 * When the task opens, and when something is missing as the person finishes, the frame moves the focus to the element
 * that carries `data-focus`, or to the first control in it. The part puts it on what is to be done next.
 */
export type TaskWorkProps = {
  readonly task: TaskRow
  /**
   * What was given before, when the task is opened. It changes while it is open only if the person takes back an earlier
   * version: then a text is replaced, other parts are drawn anew.
   */
  readonly draft: Given | undefined
  /** Where the person stood in the draft, as `Beside.stand` told it. */
  readonly stand?: Given | undefined
  /**
   * Call it with every change, and once at the start if the work can be finished as it stands. Until then nothing is
   * given and finishing says so.
   *
   * @param given kept as a draft; undefined: nothing is given, so there is nothing to keep.
   */
  onGive(given: Given | undefined, beside?: Beside): void
  /** What this person wrote before, newest first; absent: nothing is known of it here. */
  readonly mine?: () => Promise<readonly string[]>
  /** What is given is the same, and `Beside.stand` tells something else. */
  onMove?(): void
}

/** What the frame says of the work. */
export type Beside = {
  /** What stands in the way of finishing; absent: nothing does. */
  readonly missing?: Missing | undefined
  /** How far it is, beside the button that finishes. */
  readonly note?: string
  /** Asked whenever a draft is kept, also after the part is gone: where the person stands in it, kept beside it. */
  readonly stand?: () => Given
  /** Calls `onGive` with what was changed a moment ago, if that is still to come. */
  readonly settle?: () => void
}

/** Something to do first, or a question: whoever says `yes` to it has given `given`, and finishes with it. */
export type Missing = WordKey | { readonly question: WordKey; readonly yes: WordKey; readonly given: Given }
