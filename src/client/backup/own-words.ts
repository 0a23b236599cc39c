import * as Y from 'yjs'
import { isoOf } from '../../core/dataset/date.ts'
import { getSetting } from '../settings.ts'
import { type DeviceStore, KEY_OF, type LentMessage, type ReadTx, type TaskRow, taskKey } from '../store/store.ts'
import { readWork, type Work } from '../work.ts'

/** [BK8] Something that a person gave or began, or a page of notes. */
export type OwnWords =
  | {
      /** `version`: how the work on a task stood earlier. What an amendment has taken the place of is an item too. */
      readonly is: 'item' | 'draft' | 'version'
      readonly kind: string
      readonly lang?: string
      /** Milliseconds since 1970. */
      readonly saved: number
      readonly state?: Work['state']
      readonly id?: string
      /** The message that it answers, judges or is about, as it was shown. */
      readonly about?: string
      /** What was written, whole. */
      readonly text?: string
      /** Labels, places, reasons: what was given besides. */
      readonly given: Readonly<Record<string, unknown>>
    }
  | { readonly is: 'notes'; readonly lang: string; readonly text: string }

/** [BK8] Oldest first; pages of notes come last. No hub and no key is needed. */
export async function readOwnWords(store: DeviceStore): Promise<{ title: string; words: OwnWords[] }> {
  return store.transact('relaxed', async (tx) => ({
    title: (await getSetting(tx, 'title')) ?? '',
    words: [...(await worked(tx)), ...(await notes(tx))]
  }))
}

/** One JSON object a line. */
export function asJsonLines(words: readonly OwnWords[]): string {
  return words
    .map((each) => `${JSON.stringify('saved' in each ? { ...each, saved: dateOf(each.saved) } : each)}\n`)
    .join('')
}

/** How a text for people says what the words themselves do not. */
export type Labels = {
  readonly title: string
  /** One line about an entry: what it is, when it was saved. */
  heading(entry: OwnWords): string
  /** Stands before the message that an entry is about. */
  readonly about: string
}

/** A text for people: Markdown, their words as they wrote them. */
export function asText(words: readonly OwnWords[], { title, heading, about }: Labels): string {
  const parts = words.map((entry) =>
    [
      `## ${heading(entry)}`,
      ...('about' in entry && entry.about !== undefined ? [`${about}\n\n${entry.about.replace(/^/gm, '> ')}`] : []),
      ...(entry.text === undefined ? [] : [entry.text]),
      ...('given' in entry ? listOf(entry.given) : [])
    ].join('\n\n')
  )
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`
}

/** ISO 8601 in UTC, by the second. A clock may say anything: from before 1970 it is a number. */
export function dateOf(saved: number): string {
  return saved >= 0 ? isoOf(Math.floor(saved / 1000)) : String(saved)
}

function listOf(given: Readonly<Record<string, unknown>>): string[] {
  const lines = Object.entries(given).map(([name, value]) => `- ${name}: ${JSON.stringify(value)}`)
  return lines.length > 0 ? [lines.join('\n')] : []
}

async function worked(tx: ReadTx): Promise<OwnWords[]> {
  const tasks = new Map((await tx.list('tasks')).map((task) => [KEY_OF.tasks(task), task]))
  const work = (await readWork(tx)).filter(({ kind }) => kind !== 'consent').map(entryOf)
  const versions = (await tx.list('versions')).map((row): OwnWords => {
    const task = tasks.get(taskKey(row.batch, row.place))
    return {
      ...{ is: 'version', kind: task?.kind ?? 'version', saved: row.saved, ...shownIn(task), ...givenIn(row.value) }
    }
  })
  return [...work, ...versions].sort((a, b) => savedOf(a) - savedOf(b))
}

function entryOf({ id, kind, saved, state, task, about, given, text }: Work): OwnWords {
  return {
    ...{ is: state === 'draft' ? 'draft' : 'item', kind, saved, state, ...(id !== undefined && { id }) },
    ...shownIn(task, about),
    ...givenIn(given),
    ...(text !== undefined && { text })
  }
}

function shownIn(task: TaskRow | undefined, about = task?.thread.at(-1)) {
  const { text } = about ?? ({} as Partial<LentMessage>)
  return { ...(task && { lang: task.lang }), ...(typeof text === 'string' && text !== '' && { about: text }) }
}

/** What says nothing to a person: salts, hashes, pieces of a text that stands there whole. */
const MACHINE: readonly string[] = [
  'kind',
  'v',
  'text',
  'salt',
  'hash',
  'pieces',
  'task',
  'saved',
  'took',
  'lang',
  'message'
]

function givenIn(value: Readonly<Record<string, unknown>>) {
  const given = Object.fromEntries(
    Object.entries(value).filter(([name, each]) => !MACHINE.includes(name) && !(each instanceof Uint8Array))
  )
  return { given, ...(typeof value.text === 'string' && { text: value.text }) }
}

async function notes(tx: ReadTx): Promise<OwnWords[]> {
  const pages = new Map<string, Y.Doc>()
  for (const { document, bytes } of await tx.list('updates', 'notes/')) {
    const lang = document.slice('notes/'.length)
    const page = pages.get(lang) ?? new Y.Doc()
    Y.applyUpdate(page, bytes)
    pages.set(lang, page)
  }
  const words = [...pages].map(
    ([lang, page]): OwnWords => ({ is: 'notes', lang, text: page.getText('notes').toString() })
  )
  return words.filter(({ text }) => text !== '')
}

function savedOf(entry: OwnWords): number {
  return 'saved' in entry ? entry.saved : Number.POSITIVE_INFINITY
}
