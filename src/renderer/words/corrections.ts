import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import type { Phrases } from './catalogs.ts'
import { missingForms, signature, textOf } from './phrase.ts'

/** Why a phrase of a file was not taken; `detail` are names that no language translates. */
export type Refusal = {
  readonly key: string
  readonly why: 'unknown' | 'text' | 'unreadable' | 'fill' | 'forms' | 'turns'
  readonly expected?: string
  readonly found?: string
}

export type Corrections = {
  /** As they stand in the file, by their keys. */
  readonly taken: Readonly<Record<string, string>>
  readonly refused: readonly Refusal[]
}

/** Of the whole file: nothing of it is taken. */
export type FileFault = { readonly fault: 'file' } | { readonly fault: 'language'; readonly lang: string }

/** Says for which language a file is; no phrase has such a key. */
const LANGUAGE = '@language'
/** Ten times what all phrases take. */
const MAX_LENGTH = 1_000_000
/** Invisible signs that turn the direction of what follows: a phrase with them could say something else than it shows. */
const TURNS = /[\u202a-\u202e]/

/**
 * Reads a file of corrected phrases: `{ "key": "phrase", … }`, any of the app's keys in any order.
 *
 * @param lang whose words it corrects; plurals need its forms.
 * @param english all phrases of the original, which say what the app fills in.
 */
export function readCorrections(text: string, lang: string, english: Phrases): Corrections | FileFault {
  const found = text.length > MAX_LENGTH ? undefined : parsed(text)
  if (!found) return { fault: 'file' }
  const { [LANGUAGE]: named = lang, ...phrases } = found
  if (named !== lang) return { fault: 'language', lang: String(named) }
  const taken: Record<string, string> = {}
  const refused: Refusal[] = []
  for (const [key, phrase] of Object.entries(phrases)) {
    const refusal = refusalOf(key, phrase, lang, english)
    if (refusal) refused.push({ key, ...refusal })
    else taken[key] = phrase as string
  }
  return { taken, refused }
}

/** As the app draws them. */
export function compiledOf(phrases: Readonly<Record<string, string>>): Phrases {
  return Object.fromEntries(Object.entries(phrases).map(([key, phrase]) => [key, compileMessageOrThrow(phrase)]))
}

/** A file with these phrases, which `readCorrections` reads. */
export function fileOf(lang: string, phrases: Phrases): Uint8Array<ArrayBuffer> {
  const texts = Object.entries(phrases).map(([key, phrase]) => [key, textOfAny(phrase)])
  return new TextEncoder().encode(`${JSON.stringify({ [LANGUAGE]: lang, ...Object.fromEntries(texts) }, null, 2)}\n`)
}

function refusalOf(key: string, phrase: unknown, lang: string, english: Phrases): Omit<Refusal, 'key'> | undefined {
  if (!Object.hasOwn(english, key)) return { why: 'unknown' }
  const original = messageOf(english[key]) as CompiledMessage
  if (typeof phrase !== 'string' || (phrase.trim() === '' && original.length > 0)) return { why: 'text' }
  if (TURNS.test(phrase)) return { why: 'turns' }
  const message = messageOf(phrase)
  if (!message) return { why: 'unreadable' }
  const [expected, found] = [signature(original), signature(message)]
  if (expected !== found) return { why: 'fill', expected, found }
  const missing = missingForms(lang, message)
  return missing.length > 0 ? { why: 'forms', expected: missing.join(', ') } : undefined
}

/** Undefined: it does not compile. */
function messageOf(phrase: unknown): CompiledMessage | undefined {
  if (typeof phrase !== 'string') return phrase as CompiledMessage
  try {
    return isClosed(phrase) ? compileMessageOrThrow(phrase) : undefined
  } catch {
    return undefined
  }
}

/** The parser takes a brace that never closes for text. */
function isClosed(phrase: string): boolean {
  const braces = phrase.replace(/'[{}#][^']*'/g, '').replace(/[^{}]+/g, '')
  let depth = 0
  for (const brace of braces) {
    depth += brace === '{' ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}

function textOfAny(phrase: unknown): string {
  return typeof phrase === 'string' ? phrase : textOf(phrase as CompiledMessage)
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
