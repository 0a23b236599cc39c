import { nearest, type Signature, signatureOf } from '../../../core/dataset/near.ts'
import { type PersonalKind, personalIn } from '../../../core/dataset/personal.ts'

/** Something worth a second look before a text is finished. It never stands in the way. */
export type Hint =
  | { readonly is: 'personal'; readonly kind: PersonalKind; readonly what: string }
  | { readonly is: 'near'; readonly to: 'mine' | 'thread' }
  | { readonly is: 'script' }
  /** It reads like this language; other-language.ts tells. */
  | { readonly is: 'language'; readonly lang: string }

export type Written = {
  readonly text: string
  readonly lang: string
  /** What the text answers. */
  readonly thread: readonly Signature[]
  /** What the same person wrote before. */
  readonly mine: readonly Signature[]
}

/** More of one sort tell nothing new. */
const MOST_PERSONAL = 3
/** Shorter texts are alike by chance. */
const LEAST_NEAR = 40

/** What of a text to show its writer; looked at on this computer alone. */
export function hintsFor({ text, lang, thread, mine }: Written): Hint[] {
  const hints: Hint[] = []
  const points = [...text]
  const seen = new Set<string>()
  for (const { kind, at, length } of personalIn(text)) {
    const what = points.slice(at, at + length).join('')
    if (seen.has(what) || seen.size === MOST_PERSONAL) continue
    seen.add(what)
    hints.push({ is: 'personal', kind, what })
  }
  if (isComparable(text)) {
    const signature = signatureOf(text)
    if (nearest(signature, mine) !== undefined) hints.push({ is: 'near', to: 'mine' })
    else if (nearest(signature, thread) !== undefined) hints.push({ is: 'near', to: 'thread' })
  }
  if (isOtherScript(text, lang)) hints.push({ is: 'script' })
  return hints
}

/** What texts can be held against another one. */
export function signaturesOf(texts: readonly (string | null)[]): Signature[] {
  return texts.flatMap((text) => (text !== null && isComparable(text) ? [signatureOf(text)] : []))
}

function isComparable(text: string): boolean {
  return text.trim().length >= LEAST_NEAR
}

/** Fewer letters may be a name; of more, this share is a text in another script and no mixture. */
const LEAST_LETTERS = 30
const SHARE = 0.3
/** What is the same in every language: code, addresses, formulas. */
const NEUTRAL = /```[\s\S]*?(```|$)|`[^`]*`|https?:\S+|\$[^$\n]+\$/g

/** Whether most letters are of a script that the language is not written in. Close languages share theirs: no word of them. */
function isOtherScript(text: string, lang: string): boolean {
  const own = lettersOf(lang)
  const letters = text.replace(NEUTRAL, ' ').match(/\p{L}/gu) ?? []
  if (!own || letters.length < LEAST_LETTERS) return false
  return letters.filter((letter) => own.test(letter)).length < SHARE * letters.length
}

const OF_MANY: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
  Hans: ['Hani'],
  Hant: ['Hani']
}

function lettersOf(lang: string): RegExp | undefined {
  try {
    const script = new Intl.Locale(lang).maximize().script
    if (script === undefined) return undefined
    return new RegExp(
      `[${(OF_MANY[script] ?? [script]).map((each) => `\\p{Script_Extensions=${each}}`).join('')}]`,
      'u'
    )
  } catch {
    return undefined // a language or script that this browser does not know
  }
}
