import * as v from 'valibot'
import { isBallot, isReview, isWriting } from '../../core/fact/kinds.ts'
import type { UiLanguage } from '../words/languages.ts'

/** In the order of reading. */
export const CHAPTERS = ['batch', 'writing', 'judging', 'ranking', 'offline', 'sync', 'undo', 'privacy'] as const
export type ChapterId = (typeof CHAPTERS)[number]
export type Chapter = { readonly title: string; readonly text: readonly string[] }
/** All chapters in one language. */
export type Guide = { readonly lang: UiLanguage; readonly chapters: Readonly<Record<ChapterId, Chapter>> }

/** One file a language; one that has none reads it in English. */
const FILES = import.meta.glob<unknown>('./texts/*.json', { import: 'default' })

const ChapterShape = v.object({ title: v.string(), text: v.array(v.string()) })
const GuideShape = v.object(
  Object.fromEntries(CHAPTERS.map((id) => [id, ChapterShape])) as Record<ChapterId, typeof ChapterShape>
)

/** @throws if neither it nor the English one can be fetched. */
export async function loadGuide(lang: UiLanguage): Promise<Guide> {
  const own = FILES[`./texts/${lang}.json`]
  const read = async (of: UiLanguage, load: (() => Promise<unknown>) | undefined): Promise<Guide> => ({
    lang: of,
    chapters: v.parse(GuideShape, await load?.())
  })
  return own ? read(lang, own).catch(() => read('en', FILES['./texts/en.json'])) : read('en', FILES['./texts/en.json'])
}

/** What there is to read about a kind of task. */
export function chapterOf(kind: string): ChapterId {
  if (isWriting(kind)) return 'writing'
  if (isReview(kind)) return 'judging'
  return isBallot(kind) ? 'ranking' : 'batch'
}
