import * as v from 'valibot'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { isLanguage } from '../../core/fact/shapes.ts'
import { MOST_LANGUAGES } from '../welcome/my-languages.ts'
import type { Group } from './today.ts'

/** The kinds that a person can ask for, by what they do. */
export const KINDS_OF = {
  write: ['assistant_reply', 'prompter_reply', 'initial_prompt'],
  judge: ['label_assistant_reply', 'label_prompter_reply', 'label_initial_prompt'],
  rank: ['rank_assistant_replies', 'rank_prompter_replies', 'rank_initial_prompts']
} as const satisfies Readonly<Record<Group, readonly TaskKind[]>>
export type WishedKind = (typeof KINDS_OF)[Group][number]
export const WISHED_KINDS: readonly WishedKind[] = Object.values(KINDS_OF).flat()

export const COUNTS = [5, 10, 20, 50] as const

/** Minutes that a person may have. */
export const TIMES = [10, 20, 30, 60] as const

/** What tasks a person wants. No `langs`: any language; of several the dearest first. No `minutes`: time is no matter. */
export type Wish = {
  readonly langs: readonly string[]
  readonly kinds: readonly WishedKind[]
  readonly count: number
  readonly minutes?: (typeof TIMES)[number]
}

/** First prompts fill whatever is left of a batch, so nobody gets them unasked. */
const FIRST: Omit<Wish, 'langs'> = { kinds: WISHED_KINDS.filter((kind) => kind !== 'initial_prompt'), count: 10 }

const WishShape = v.object({
  langs: v.pipe(v.array(v.pipe(v.string(), v.check(isTag))), v.maxLength(MOST_LANGUAGES)),
  kinds: v.array(v.picklist(WISHED_KINDS)),
  count: v.picklist(COUNTS),
  minutes: v.optional(v.picklist(TIMES))
})

/**
 * The wish of last time; what an older version of the app has kept is no reason to fail.
 * @param langs of somebody who has never wished: tasks in a language that nobody here knows help nobody.
 */
export function readWish(kept: string | undefined, langs: readonly string[]): Wish {
  try {
    const { minutes, ...rest } = v.parse(WishShape, JSON.parse(kept ?? ''))
    return { ...rest, ...(minutes !== undefined && { minutes }) }
  } catch {
    return { ...FIRST, langs }
  }
}

export function writeWish(wish: Wish): string {
  return JSON.stringify(wish)
}

/** Wishes that may find something where this one found nothing, the nearest first. */
export function otherWishes(
  wish: Wish
): readonly { readonly why: 'all-kinds' | 'any-language' | 'prompts'; readonly wish: Wish }[] {
  const isBound = wish.langs.length > 0
  const kinds = FIRST.kinds
  const missing = kinds.some((kind) => !wish.kinds.includes(kind))
  return [
    ...(missing ? [{ why: 'all-kinds', wish: { ...wish, kinds } } as const] : []),
    ...(isBound ? [{ why: 'any-language', wish: { ...wish, langs: [] } } as const] : []),
    ...(isBound && !wish.kinds.includes('initial_prompt')
      ? [{ why: 'prompts', wish: { ...wish, kinds: ['initial_prompt'] } } as const]
      : [])
  ]
}

/** A language to choose, and all the words by which people look for it. */
export type Language = { readonly tag: string; readonly own: string; readonly name: string }

/**
 * The language that someone typed: one of the list by any of its names, or a tag of their own.
 *
 * @returns undefined if it is neither.
 */
export function languageTyped(text: string, known: readonly Language[]): string | undefined {
  const typed = text.trim().toLocaleLowerCase()
  const match = known.find(({ tag, own, name }) =>
    [tag, own, name, labelOf({ own, name })].some((word) => word.toLocaleLowerCase() === typed)
  )
  if (match) return match.tag
  return isTag(typed) ? Intl.getCanonicalLocales(typed)[0] : undefined
}

/**
 * The tags of what was typed, each once; none if the first is any language. Empty fields are passed over.
 *
 * @returns `wrong`: the fields that hold no language.
 */
export function tagsIn(
  typed: readonly string[],
  languages: readonly Language[],
  any: string
): { readonly tags: readonly string[]; readonly wrong: readonly number[] } {
  if (isAny(typed[0] ?? '', any)) return { tags: [], wrong: [] }
  const read = typed.map((text) => (text.trim() === '' ? '' : languageTyped(text, languages)))
  const tags = read.filter((tag) => tag !== undefined && tag !== '')
  return {
    tags: [...new Set(tags as string[])],
    wrong: read.flatMap((tag, at) => (tag === undefined ? [at] : []))
  }
}

/** What stands in the fields at first: languages by their names, those outside the list by their tags. */
export function typedOf(langs: readonly string[], languages: readonly Language[], any: string): readonly string[] {
  if (langs.length === 0) return [any]
  return langs.map((lang) => {
    const known = languages.find(({ tag }) => tag === lang)
    return known ? labelOf(known) : lang
  })
}

export function isAny(text: string, any: string): boolean {
  return text.trim() === '' || text === any
}

/** Its own name, and the reader's name of it where that differs. */
export function labelOf({ own, name }: Pick<Language, 'own' | 'name'>): string {
  return own.toLocaleLowerCase() === name.toLocaleLowerCase() ? own : `${own} · ${name}`
}

/** As long as a hub takes; names have 2 or 3 letters, so that a typed word is not mistaken for one. */
function isTag(text: string): boolean {
  if (!isLanguage(text) || !/^[a-z]{2,3}(-|$)/i.test(text) || text.length > 35) return false
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** The languages of Open-Assistant's dataset: those that practice and imported trees are most often in. */
const COMMON =
  'en es ru de zh fr th pt-BR ca ko uk it ja vi eu pl hu ar nl sv tr fi cs da gl he ro nb id bg bn fa el eo sk'.split(
    ' '
  )

/** Two-letter tags that this browser has a name for: far more than any project has, so that typing a name finds it. */
export function knownTags(names: Intl.DisplayNames): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const all = letters.flatMap((first) => letters.map((second) => first + second))
  return all.filter((tag) => names.of(tag) !== undefined && Intl.getCanonicalLocales(tag)[0] === tag)
}

/**
 * Each once: those of the work here first, then the reader's own, then the common ones and then the others, by name.
 *
 * @param nameOf a language's name in itself (`own`) and in the language of the interface.
 */
export function languagesToOffer(
  here: readonly string[],
  mine: readonly string[],
  others: readonly string[],
  nameOf: (tag: string) => Omit<Language, 'tag'>
): Language[] {
  const language = (tag: string) => ({ tag, ...nameOf(tag) })
  const byName = (tags: readonly string[]) => tags.map(language).sort((a, b) => a.name.localeCompare(b.name))
  const near = [...here, ...mine.map(withoutRegion)].filter(isTag).map(language)
  // A language may have two tags, and is one all the same for who looks for it.
  const names = new Set<string>()
  return [...near, ...byName(COMMON), ...byName(others)].filter(({ name }) => names.size < names.add(name).size)
}

/** `en-GB` of a browser is a taste in spelling, and no task is written in it; what is in the list stays whole. */
function withoutRegion(tag: string): string {
  if (COMMON.includes(tag)) return tag
  return tag.split('-')[0] ?? tag
}
