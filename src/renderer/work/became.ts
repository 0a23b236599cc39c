import type { Became } from '../../client/became/kept.ts'
import type { Work } from '../../client/work.ts'
import type { MessageBecame, ModeratorsWord, TreeBecame } from '../../core/became/became.ts'
import { isWriting } from '../../core/fact/kinds.ts'
import { uuidOf } from '../../core/hash.ts'

/** What a hub has told of one piece of work, and what its author has said to that. */
export type About = {
  /** Of a message: the tree in which it is. */
  readonly grown?: { readonly tree: TreeBecame; readonly mine: MessageBecame }
  /** Milliseconds since 1970 when a hub told it. */
  readonly asOf?: number
  /** What moderators said of it, oldest first. */
  readonly words: readonly ModeratorsWord[]
  /** The appeals against that, newest first. */
  readonly appeals: readonly Work[]
}

export function aboutOf(work: Work, all: readonly Work[], { asOf, messages, words }: Became): About {
  const message = messageOf(work)
  const grown = message === undefined || work.amendedBy !== undefined ? undefined : messages.get(message)
  return {
    ...(grown && { grown }),
    ...(asOf !== undefined && { asOf }),
    words: words.get(work.id ?? '') ?? [],
    appeals: all.filter(({ kind, given }) => kind === 'appeal' && given.fact === work.id)
  }
}

/** The message that this item made, or changed. */
function messageOf({ id, kind, given }: Work): string | undefined {
  if (id === undefined || !isWriting(kind)) return undefined
  return given.kind === 'amend' && typeof given.message === 'string' ? given.message : uuidOf(id)
}

/** Whether its author may say something to what came back: once for each time that it came back. */
export function mayAppeal({ words, appeals }: About): boolean {
  const declines = words.filter(({ is }) => is === 'decline').length
  return declines > 0 && appeals.length < declines
}
