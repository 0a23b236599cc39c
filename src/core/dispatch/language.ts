/** How well what there is fits a language that somebody wished for; 0: not at all. */
export type Closeness = 0 | 1 | 2 | 3

/**
 * [DI2] Whether work in one language is for somebody who asks for another. 3: the same; 2: narrower, as `pt-BR` is for
 * `pt`; 1: wider, as `pt` is for `pt-BR`, to fall back to; 0: another one. The case of letters says nothing, `_` is `-`.
 * A script is never given up: `zh-Hant` takes no `zh`, which is written in Hans unless its region says otherwise.
 *
 * @param tag what the work is in.
 * @param range what is wished for; `*` is any language.
 * Source: RFC 4647, 3.3.2 (extended filtering) and, for falling back, 3.4 (lookup). RFC 5646 for the parts of a tag.
 */
export function closeness(tag: string, range: string): Closeness {
  const [have, want] = [partsOf(tag), partsOf(range)]
  if (want.language === '*') return 1
  if (have.language !== want.language) return 0
  const [haveScript, wantScript] = [scriptOf(have), scriptOf(want)]
  if (want.script !== undefined && haveScript !== wantScript) return 0
  if (spelled(have) === spelled(want)) return 3
  if (isNarrower(have, want)) return 2
  // What is wider must be in the script that was meant, said or not.
  return isNarrower(want, have) && haveScript === wantScript ? 1 : 0
}

type Parts = {
  readonly language: string
  readonly script: string | undefined
  readonly region: string | undefined
  /** Variants, extensions and whatever else. */
  readonly rest: readonly string[]
}

function partsOf(tag: string): Parts {
  const [language = '', ...others] = tag.trim().toLowerCase().replaceAll('_', '-').split('-')
  const script = others.find((part) => /^[a-z]{4}$/.test(part))
  const region = others.find((part) => /^([a-z]{2}|\d{3})$/.test(part))
  return {
    language: RENAMED[language] ?? language,
    script,
    region,
    rest: others.filter((part) => part !== script && part !== region)
  }
}

function spelled({ language, region, rest, ...parts }: Parts): string {
  return [language, scriptOf({ language, region, rest, ...parts }), region, ...rest].join('-')
}

/** Says all that the other says, and more. */
function isNarrower(a: Parts, b: Parts): boolean {
  const scripts = b.script === undefined || scriptOf(a) === b.script
  const regions = b.region === undefined || a.region === b.region
  return scripts && regions && b.rest.every((part) => a.rest.includes(part))
}

/** Codes that ISO 639 gave up, and still in use. */
const RENAMED: Readonly<Record<string, string>> = { iw: 'he', in: 'id', ji: 'yi' }

/**
 * The script that a tag means without saying so. Only for languages that are read in one, and for the two where it
 * hangs on the region (IANA registry, Suppress-Script; CLDR, likely subtags).
 */
function scriptOf({ language, script, region = '' }: Parts): string | undefined {
  if (script !== undefined) return script
  if (language === 'zh') return ['tw', 'hk', 'mo'].includes(region) ? 'hant' : 'hans'
  if (language === 'sr') return region === 'me' ? 'latn' : 'cyrl'
  return SCRIPTS.find(([, languages]) => languages.split(' ').includes(language))?.[0]
}

const SCRIPTS = [
  [
    'latn',
    'af ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nb nl nn no pl pt ro sk sl so sq sv sw tr vi xh zu'
  ],
  ['cyrl', 'be bg kk mk ru uk'],
  ['arab', 'ar fa ps ur'],
  ['deva', 'hi mr ne'],
  ['jpan', 'ja'],
  ['kore', 'ko'],
  ['hebr', 'he yi'],
  ['grek', 'el'],
  ['thai', 'th'],
  ['ethi', 'am ti'],
  ['beng', 'bn'],
  ['armn', 'hy'],
  ['geor', 'ka'],
  ['taml', 'ta'],
  ['telu', 'te'],
  ['gujr', 'gu'],
  ['knda', 'kn'],
  ['mlym', 'ml'],
  ['sinh', 'si'],
  ['khmr', 'km'],
  ['laoo', 'lo'],
  ['mymr', 'my']
] as const
