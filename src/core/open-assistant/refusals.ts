/** Open-Assistant's own limits, outside of its tree manager's parameters (open-assistant.md 1.5, 1.7, 2.1). */
const MESSAGE_SIZE_LIMIT = 2000
/** Within so many seconds nobody may post the same text again. */
export const DUPLICATE_WINDOW = 120 * 60

/** [OA2] Why work is refused, by our rule, with the code that Open-Assistant gives for it. */
export const REFUSALS = {
  /** The account is disabled. */
  'user-disabled': 4001,
  /** Not acknowledged within the two days that a task is valid. */
  'task-expired': 2101,
  'task-done': 2105,
  'not-lent-to-you': 2106,
  'too-long': 1008,
  /** The same text within two hours. */
  'same-text-again': 1009,
  /** The tree takes no more messages. */
  'tree-closed': 2010,
  /** The tree is finished. Open-Assistant means to store such a reply, and fails over its own warning. */
  'tree-finished': 1004,
  /** The tree has no state, and every answer to it fails. */
  'state-lost': 1004,
  'replied-already': 1011,
  'own-work': 2053,
  'reviewed-already': 2053,
  'label-missing': 2052,
  'not-asked-for': 2051,
  'not-an-order': 2003,
  'no-such-emoji': 422,
  /** What it answers or hangs on was refused itself. */
  'no-such-message': 2001,
  'no-task': 1006,
  'too-many-pending': 1012,
  'broken-thread': 2009,
  'request-failed': 1005
} as const

export type Refusal = keyof typeof REFUSALS

/** By code points, of the text without the blanks around it. */
export function isTooLong(text: string): boolean {
  const trimmed = text.trim()
  return trimmed.length > MESSAGE_SIZE_LIMIT && [...trimmed].length > MESSAGE_SIZE_LIMIT
}
