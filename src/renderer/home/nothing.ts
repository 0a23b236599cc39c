import type { Told } from '../../client/progress.ts'
import type { SyncLine } from '../../client/work.ts'
import { closeness } from '../../core/dispatch/language.ts'

/** What the hub said last, when it had nothing for a wish. */
export type Refusal = {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of the wish; none: any language. */
  readonly langs: readonly string[]
}

export type Here = {
  readonly line: Pick<SyncLine, 'fetching' | 'connected' | 'contact' | 'items'>
  /** Nothing crosses unasked: the person paused it, or the network costs by the byte. */
  readonly paused: boolean
  /** Batches on this device, all of them done. */
  readonly batches: number
  /** Items that came back. */
  readonly returned: number
  readonly refusal?: Refusal | undefined
}

/** Why there is nothing to do, the nearest cause first, and the one thing that helps most. */
export type Nothing = { readonly act: 'work' | 'mend' | 'sync' | 'reach' | 'other' | 'borrow' } & (
  | { readonly why: 'fetching' | 'paused' | 'none' | 'done' }
  | { readonly why: 'returned' | 'unsent'; readonly count: number }
  | { readonly why: 'no-link' | 'done-no-link'; readonly since: number | undefined }
  | ({ readonly why: 'no-work' } & Refusal)
)

/** For so long what a hub said of its work says something; then others have gone on. */
const STILL_SO = 86_400_000

export function whyNothing({ line, paused, batches, returned, refusal }: Here, now: number): Nothing {
  const { fetching, connected, items, contact } = line
  if (fetching && connected) return { why: 'fetching', act: 'work' }
  if (returned > 0) return { why: 'returned', count: returned, act: 'mend' }
  if (paused) return { why: 'paused', act: 'sync' }
  if (items > 0 && !connected) return { why: 'unsent', count: items, act: 'reach' }
  if (refusal && Math.abs(now - refusal.at) < STILL_SO) return { why: 'no-work', ...refusal, act: 'other' }
  if (!connected) return { why: batches > 0 ? 'done-no-link' : 'no-link', since: contact, act: 'reach' }
  return { why: batches > 0 ? 'done' : 'none', act: 'borrow' }
}

/** How many tasks of these languages nobody had when the hub last counted; of all languages if none is named. */
export function openIn(told: Pick<Told, 'langs'>, wished: readonly string[]): number {
  const counted = told.langs.filter(
    ({ lang }) => wished.length === 0 || wished.some((each) => closeness(lang, each) > 0)
  )
  return counted.flatMap(({ open }) => open).reduce((sum, count) => sum + count, 0)
}

/** What another version has kept is no reason to fail. */
export function readRefusal(kept: string | undefined): Refusal | undefined {
  try {
    const { at, langs } = JSON.parse(kept ?? '') as Partial<Refusal>
    const isRefusal = typeof at === 'number' && Array.isArray(langs) && langs.every((lang) => typeof lang === 'string')
    return isRefusal ? { at, langs } : undefined
  } catch {
    return undefined
  }
}
