import { inAscii } from './ascii-twins.ts'
import { isCard, isCpf, isIban, isPublicIpv4, isPublicIpv6 } from './checksums.ts'

export const PERSONAL_KINDS = ['email', 'link', 'iban', 'card', 'ip', 'phone', 'id-number'] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

/** Something that may point to a person. What it says is not part of it: a report must not be a second copy. */
export type Personal = {
  readonly kind: PersonalKind
  /** In characters (code points), as Python counts them. */
  readonly at: number
  readonly length: number
}

/**
 * [XP18] Likely personal data in a text, by rules that anyone can read: forms and checksums, no guessing of names. It
 * misses what has no form and finds what only looks like it; it says where a person should look.
 *
 * @returns in order, none inside another.
 */
export function personalIn(text: string): Personal[] {
  let open = inAscii(text)
  const found: { kind: PersonalKind; from: number; to: number }[] = []
  for (const { kind, form, holds } of RULES) {
    let rest = ''
    let seen = 0
    for (const { 0: match, index } of open.matchAll(form)) {
      const held = holds(match, before(open, index))
      const to = index + (held === true ? match.length : Number(held))
      if (to === index) continue
      found.push({ kind, from: index, to })
      // What one rule has found no later one sees.
      rest += open.slice(seen, index) + '\0'.repeat(to - index)
      seen = to
    }
    open = rest + open.slice(seen)
  }
  return found
    .sort((a, b) => a.from - b.from)
    .map(({ kind, from, to }) => ({ kind, at: points(text.slice(0, from)), length: points(text.slice(from, to)) }))
}

type Rule = {
  readonly kind: PersonalKind
  readonly form: RegExp
  /**
   * Whether it is one, or how many characters of it are.
   * @param near what stands before it, 40 characters, in lower case.
   */
  holds(match: string, near: string): boolean | number
}

/** Part of a name in an address: whatever is no space and no ASCII but letters, digits, and . _ % + - */
const NAME = '[^\\s\\x00-\\x24\\x26-\\x2a\\x2c\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x7f]'
const HOST = '[^\\s\\x00-\\x2c\\x2e\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]'
const DATE = /^(\d{1,2}[ ./-]\d{1,2}[ ./-]\d{4}|\d{4}[ ./-]\d{1,2}([ ./-]\d{1,2})?)$/
const ALWAYS = () => true
/** Names that are set aside for examples (RFC 2606, RFC 6761). */
const EXAMPLE = /[@.](example|test|invalid|localhost|example\.(com|org|net|edu))$/i
const PROFILES =
  /\/\/(www\.|m\.)?(facebook|instagram|twitter|x|tiktok|linkedin|vk|t|wa|github|gitlab|weibo|ok|snapchat|threads|mastodon|youtube|reddit|medium)\.[a-z.]{2,6}\/(in\/|u\/|user\/|@)?[^\s/?#]{2,}/i
const SAYS_WHO = /[?&;](e?-?mail|user(name|id)?|login|first_?name|last_?name|name|phone|tel|token|session(id)?)=[^&\s]/i
const PHONE_WORD =
  /(tel|phone|call|fax|mobile?|cell|handy|whats ?app|signal|sms|tél|tlf|тел|звон|電話|电话|手机|전화|هاتف|اتصل|تلفن|फ़?ोन|फोन|simu|telefon)/
const ID_WORD =
  /(passport|licen[cs]e|national id|identity|\bid\b|\bid (no|number|card)|ssn|social security|tax|account|konto|steuer|ausweis|reisepass|dni|nif|nie|curp|rfc|cpf|rg|aadhaar|\bpan\b|nino|паспорт|инн|снилс|身份证|護照|护照|주민|هوية|جواز|pasaporte|passeport|compte|cuenta|conta)/

const RULES: readonly Rule[] = [
  {
    kind: 'email',
    form: new RegExp(`${NAME}{1,64}@(${HOST}{1,63}\\.){1,8}${HOST}{2,63}`, 'gi'),
    holds: (match) => !EXAMPLE.test(match)
  },
  {
    kind: 'email',
    form: /[a-z0-9._%+-]{1,64} ?[([]\s?at\s?[)\]] ?[a-z0-9-]{1,63} ?([([]\s?dot\s?[)\]]|\.) ?[a-z]{2,24}/gi,
    holds: (match) => !/example/i.test(match)
  },
  { kind: 'link', form: /\bhttps?:\/\/[^\s<>"')\]]{4,2000}/gi, holds: (match) => isOfPerson(match) },
  {
    kind: 'iban',
    form: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/gi,
    holds: (match) => longest(match, isIban)
  },
  { kind: 'card', form: /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d-])/g, holds: (match) => longest(match, isCard) },
  {
    kind: 'ip',
    form: /(?<![\d.v])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g,
    holds: (match, near) => isPublicIpv4(match) && !/version\W*$/.test(near)
  },
  { kind: 'ip', form: /(?<![0-9a-f:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![0-9a-f:])/gi, holds: isPublicIpv6 },
  { kind: 'id-number', form: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, holds: ALWAYS },
  { kind: 'id-number', form: /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, holds: isCpf },
  { kind: 'phone', form: /(?<![\d+])(?:\+|00(?=[1-9]))\d(?:[ ()./-]{0,2}\d){7,14}(?!\d)/g, holds: ALWAYS },
  // With groups as numbers are spoken, and a start that amounts do not have.
  {
    kind: 'phone',
    form: /(?<![\d.,-])(?:\(0?\d{2,5}\)|0\d{1,4})(?:[ ./-]?\d{2,4}){2,4}(?![\d.,-]?\d)/g,
    holds: isLong
  },
  { kind: 'phone', form: /(?<![\d.,-])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\d.,-]?\d)/g, holds: ALWAYS },
  {
    kind: 'phone',
    form: /(?<![\d.,-])\d(?:[ ()./-]{0,2}\d){6,14}(?!\d)/g,
    holds: (match, near) => PHONE_WORD.test(near) && !DATE.test(match)
  },
  {
    kind: 'id-number',
    form: /(?<![a-z\d.,-])[a-z]{0,3}\d(?:[ .-]?\d){5,17}[a-z]?(?![a-z\d])/gi,
    holds: (match, near) => ID_WORD.test(near) && !DATE.test(match)
  }
]

function isOfPerson(link: string): boolean {
  return PROFILES.test(link) || SAYS_WHO.test(link) || /\/\/[^/\s]*@/.test(link) || /\/~[a-z]/i.test(link)
}

/** What follows a number may look like one more group of it. */
function longest(match: string, holds: (part: string) => boolean): number {
  const ends = [...match.matchAll(/[ -]/g)].map(({ index }) => index).reverse()
  return [match.length, ...ends].find((end) => holds(match.slice(0, end))) ?? 0
}

/** Fewer digits are a price or a version. */
function isLong(match: string): boolean {
  if (DATE.test(match)) return false
  const digits = match.replace(/\D/g, '').length
  return digits >= 8 && digits <= 14
}

function before(text: string, index: number): string {
  return text.slice(Math.max(0, index - 40), index).toLowerCase()
}

function points(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
