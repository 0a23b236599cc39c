import type { LentMessage } from '../../client/store/store.ts'
import type { Work } from '../../client/work.ts'
import { isBallot, isReview, isWriting } from '../../core/fact/kinds.ts'
import { workPathOf } from '../task/next-task.ts'

export const FILTERS = ['all', 'written', 'judged', 'ranked', 'returned'] as const
export type Filter = (typeof FILTERS)[number]

/** What counts, and is no part of a conversation: the project has received it, and that is all. */
const NO_PART: readonly string[] = ['skip', 'report', 'emoji', 'withdraw', 'appeal']

/** What was done, with tasks or without. That the terms were accepted is no work, nor is a wish not to be named. */
export function doneIn(work: readonly Work[]): readonly Work[] {
  return work
    .filter(({ kind }) => kind !== 'consent' && kind !== 'listing')
    .map((each) => (NO_PART.includes(each.kind) && each.state === 'merged' ? { ...each, state: 'received' } : each))
}

/** The work that a filter lets through, in its order. */
export function filtered(work: readonly Work[], filter: Filter): readonly Work[] {
  return work.filter(({ kind, state }) => {
    if (filter === 'written') return isWriting(kind)
    if (filter === 'judged') return isReview(kind)
    if (filter === 'ranked') return isBallot(kind)
    return filter === 'all' || state === 'returned'
  })
}

/**
 * The work whose texts hold all of these words, anywhere and in any order: mine as it is and was, and those that it is
 * about. Parts of words count, since many scripts put no spaces between them; capitals, width and accents do not.
 */
export function sought(work: readonly Work[], words: string): readonly Work[] {
  const parts = folded(words).split(/\s+/).filter(Boolean)
  if (parts.length === 0) return work
  return work.filter((each) => {
    const text = folded(textsOf(each).join('\n'))
    return parts.every((part) => text.includes(part))
  })
}

function textsOf({ text, about, task, earlier = [] }: Work): string[] {
  const others = [about, task?.thread.at(-1), ...(task?.candidates ?? [])].map((message) => message?.text)
  return [text, ...earlier.map((before) => before.text), ...others].filter((each) => typeof each === 'string')
}

/** Without accents of Latin, Greek and Cyrillic letters, and without Arabic vowel signs and stretching. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0640\u064b-\u065f]/g, '')
    .normalize('NFC')
    .toLowerCase()
}

/** The state that an address asks for; undefined: it asks for none, or for one that there is not. */
export function stateNamed(name: string | null): Work['state'] | undefined {
  return STATES.find((state) => state === name)
}

export const STATES = ['draft', 'saved', 'waiting', 'handed-over', 'received', 'merged', 'spare', 'returned'] as const

export type Summary = {
  readonly total: number
  /** States that occur, those that went furthest first. */
  readonly counts: readonly { readonly state: Work['state']; readonly count: number }[]
}

/** How many there are, and in which states. */
export function summaryOf(work: readonly Work[]): Summary {
  const furthestFirst = ['merged', 'spare', 'returned', 'received', 'handed-over', 'waiting', 'saved', 'draft'] as const
  const counts = furthestFirst.map((state) => ({ state, count: work.filter((each) => each.state === state).length }))
  return { total: work.length, counts: counts.filter(({ count }) => count > 0) }
}

/** Names a piece of work in an address; a draft by its task. */
export function keyOf({ id, place }: Pick<Work, 'id' | 'place'>): string {
  return id ?? place?.join('/') ?? ''
}

/** Where a draft goes on: that of a change opens as one; without its task its words are shown all the same. */
export function continuePathOf({ task, place: [batch, place] = ['', 0] }: Work): string {
  return workPathOf(task ?? { batch, place })
}

/** What one key does with a piece of work: a draft goes on, what is not sealed is undone, what is can be changed. */
export function deedOf({ state, task, changeable }: Work): 'continue' | 'undo' | 'change' | undefined {
  if (state === 'draft') return 'continue'
  if (state === 'saved') return 'undo'
  return changeable && task ? 'change' : undefined
}

/**
 * For one line of a list: a text of my own, else that of the message that the work is about.
 * @returns `others`: the text is that of this message of somebody else.
 */
export function excerptOf(work: Work): { text: string; lang: string; others?: LentMessage } | undefined {
  if (work.text !== undefined) return { text: work.text, lang: langOf(work) }
  const others = work.about ?? work.task?.thread.at(-1)
  return others && others.text !== null ? { text: others.text, lang: others.lang, others } : undefined
}

/** The language that a piece of work is in. */
export function langOf({ given, task, about }: Work): string {
  return typeof given.lang === 'string' ? given.lang : (task?.lang ?? about?.lang ?? 'und')
}
