import * as v from 'valibot'
import type { TaskRow } from '../../client/store/store.ts'
import { isWriting, type Role, type TaskKind } from '../../core/fact/kinds.ts'
import type { UiLanguage } from '../words/languages.ts'

/** Kinds of task that there is a round for practice of. */
export const ROUND_KINDS = [
  'initial_prompt',
  'prompter_reply',
  'assistant_reply',
  'label_initial_prompt',
  'label_prompter_reply',
  'label_assistant_reply',
  'rank_initial_prompts',
  'rank_prompter_replies',
  'rank_assistant_replies'
] as const satisfies readonly TaskKind[]
export type RoundKind = (typeof ROUND_KINDS)[number]

/** An example of a task, and what experienced people would answer and why, in two sentences. */
export type Round = {
  readonly task: TaskRow
  readonly theirs: Theirs
  readonly why: string
}
export type Theirs =
  | { readonly is: 'text'; readonly text: string }
  /** By label the choices that they would make; of the other labels they say nothing here. */
  | { readonly is: 'labels'; readonly labels: Readonly<Record<string, readonly string[]>> }
  | { readonly is: 'order'; readonly order: readonly (number | readonly number[])[] }

const Common = { thread: v.array(v.string()), why: v.string() }
const Shape = v.union([
  v.strictObject({ ...Common, text: v.string() }),
  v.strictObject({ ...Common, labels: v.record(v.string(), v.array(v.string())) }),
  v.strictObject({
    ...Common,
    candidates: v.array(v.string()),
    order: v.array(v.union([v.number(), v.array(v.number())]))
  })
])
const FileShape = v.object(
  Object.fromEntries(ROUND_KINDS.map((kind) => [kind, Shape])) as Record<RoundKind, typeof Shape>
)

/** One file a language; one that has none practises in English. */
const FILES = import.meta.glob<unknown>('./texts/*.json', { import: 'default' })

export function isRoundKind(kind: string): kind is RoundKind {
  return ROUND_KINDS.some((each) => each === kind)
}

/** The round of a kind in the language of the interface, or in English. @throws if neither can be fetched. */
export async function loadRound(kind: RoundKind, lang: UiLanguage): Promise<Round> {
  const own = FILES[`./texts/${lang}.json`]
  const english = () => readRound(kind, 'en', FILES['./texts/en.json'])
  return own ? readRound(kind, lang, own).catch(english) : english()
}

async function readRound(kind: RoundKind, lang: string, load: (() => Promise<unknown>) | undefined): Promise<Round> {
  const { [kind]: read } = v.parse(FileShape, await load?.())
  const said = (role: Role, text: string) => ({ role, lang, text })
  const thread = read.thread.map((text, at) => said(at % 2 === 0 ? 'prompter' : 'assistant', text))
  const next: Role = thread.at(-1)?.role === 'prompter' ? 'assistant' : 'prompter'
  const candidates = 'candidates' in read ? read.candidates.map((text) => said(next, text)) : []
  // It belongs to no batch, so nothing could be kept of it or sent.
  const task: TaskRow = { batch: '', place: 0, kind, lang, thread, candidates }
  return { task, theirs: theirsOf(read), why: read.why }
}

function theirsOf(read: v.InferOutput<typeof Shape>): Theirs {
  if ('text' in read) return { is: 'text', text: read.text }
  if ('labels' in read) return { is: 'labels', labels: read.labels }
  return { is: 'order', order: read.order }
}

/** Kinds that are practised alike: those of writing, judging or ranking. */
export function kindsLike(chapter: string): readonly RoundKind[] {
  if (chapter === 'writing') return ROUND_KINDS.filter(isWriting)
  if (chapter === 'judging') return ROUND_KINDS.filter((kind) => kind.startsWith('label_'))
  return chapter === 'ranking' ? ROUND_KINDS.filter((kind) => kind.startsWith('rank_')) : []
}
