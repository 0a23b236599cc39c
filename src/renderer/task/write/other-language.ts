/** Shares from 0 to 1 by language, the likeliest first; what is not in it is unlikely, or unknown to it. */
type Scores = Readonly<Record<string, number>>
export type Detect = (text: string) => Scores

/** Fewer letters may be a greeting, a name or a quotation. Writing with words of one sign each says more in fewer. */
const LEAST_LETTERS = { alphabet: 60, signs: 20 }
const OF_SIGNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
/** The same in every language: code, addresses, formulas, quotations. */
const NEUTRAL = /```[\s\S]*?(```|$)|`[^`]*`|https?:\S+|\$[^$\n]+\$|^>.*$/gm

/** Languages that are taken for each other: of them nothing is said. */
const CLOSE: readonly (readonly string[])[] = [
  ['da', 'no', 'nb', 'nn', 'sv'],
  ['bs', 'hr', 'sl', 'sr', 'mk', 'bg'],
  ['be', 'bg', 'ru', 'uk'],
  ['cs', 'sk', 'pl'],
  ['ca', 'es', 'gl', 'pt', 'oc', 'it'],
  ['id', 'ms', 'jv', 'su', 'tl'],
  ['hi', 'mr', 'ne', 'bho'],
  ['ar', 'fa', 'ku', 'ckb', 'ps', 'ur'],
  ['az', 'tr', 'tk', 'ku'],
  ['af', 'nl', 'de', 'lb'],
  ['et', 'fi'],
  ['ja', 'zh', 'yue'],
  ['am', 'ti']
]

/** The likeliest must be this likely, and that much likelier than the language of the task. */
const LEAST_SCORE = 0.7
const TIMES = 1.6

/** Languages that the detector knows (eld 2.1.0, the smallest set). Of a text in any other it would say something too. */
const KNOWN =
  'am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh'.split(
    ' '
  )

/** Whether it is worth asking the detector, which has to be fetched first. */
export function canGuess(text: string, lang: string): boolean {
  const plain = text.replace(NEUTRAL, ' ')
  const letters = plain.match(/\p{L}/gu)?.length ?? 0
  const signs = plain.match(OF_SIGNS)?.length ?? 0
  return KNOWN.includes(baseOf(lang)) && (letters >= LEAST_LETTERS.alphabet || signs >= LEAST_LETTERS.signs)
}

/** The language that a text for another one is in, if that is plain; quiet for what is short, mixed or close. */
export function otherLanguage(text: string, lang: string, detect: Detect): string | undefined {
  const own = baseOf(lang)
  if (!canGuess(text, lang)) return undefined
  const scores = detect(text.replace(NEUTRAL, ' '))
  const [found, score] = Object.entries(scores).sort(([, a], [, b]) => b - a)[0] ?? []
  if (found === undefined || score === undefined || found === own || isClose(found, own)) return undefined
  return score >= LEAST_SCORE && score >= TIMES * (scores[own] ?? 0) ? found : undefined
}

function isClose(one: string, other: string): boolean {
  return CLOSE.some((group) => group.includes(one) && group.includes(other))
}

function baseOf(lang: string): string {
  return lang.split('-')[0]?.toLowerCase() ?? ''
}
