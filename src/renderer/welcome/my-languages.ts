import * as v from 'valibot'

/** Languages that one wish may name. */
export const MOST_LANGUAGES = 5

/** A language that a person reads, and what else they do well in it. */
export type MyLanguage = { readonly tag: string; readonly writes: boolean; readonly judges: boolean }

const Shape = v.array(v.object({ tag: v.string(), writes: v.boolean(), judges: v.boolean() }))

/** What was said last; undefined: nobody was asked yet, or what is kept cannot be read. */
export function readMine(kept: string | undefined): readonly MyLanguage[] | undefined {
  try {
    return v.parse(Shape, JSON.parse(kept ?? ''))
  } catch {
    return undefined
  }
}

/** Kept under this name of a person's (profiles/here.tsx). */
export const MINE = 'languages'

/**
 * What to begin with: those that the browser names, the first to write and judge in, the others to be ticked.
 * @param named in the order of the system, perhaps with regions, which are a taste in spelling.
 */
export function guessMine(named: readonly string[], ui: string): readonly MyLanguage[] {
  const tags = [...new Set([...named.map((tag) => tag.split('-')[0] ?? tag), ui])].slice(0, MOST_LANGUAGES)
  return tags.map((tag, at) => ({ tag, writes: at === 0, judges: at === 0 }))
}

/** In which to ask for tasks, of somebody who has not asked before; without any, in the one that the app speaks. */
export function taskLanguages(mine: readonly MyLanguage[] | undefined, ui: string): readonly string[] {
  const able = (mine ?? []).filter(({ writes, judges }) => writes || judges).map(({ tag }) => tag)
  return able.length > 0 ? able.slice(0, MOST_LANGUAGES) : [ui]
}
