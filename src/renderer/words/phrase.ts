import type { CompiledMessage } from '@lingui/message-utils/compileMessage'

/** A placeholder or a choice of a phrase; `options` are the choices by their key, without `offset`. */
type Part = { readonly name: string; readonly type: string; readonly options: Readonly<Record<string, unknown>> }

/** The placeholders and choices of a phrase, also those inside of choices. */
function partsOf(message: CompiledMessage): Part[] {
  return message.flatMap((token) => {
    if (typeof token === 'string') return []
    const [name, type = '', inner] = token
    const { offset: _, ...options } = isChoices(inner) ? inner : {}
    return [{ name, type, options }, ...Object.values(options).flatMap((choice) => partsOf(choice as CompiledMessage))]
  })
}

/** What code gives to a phrase: names of values, and of selects the keys. Plurals are each language's own. */
export function signature(message: CompiledMessage): string {
  const names = partsOf(message).map(({ name, type, options }) =>
    type === 'select' ? `${name}: ${Object.keys(options).sort().join(' ')}` : name
  )
  return [...new Set(names)].sort().join(', ')
}

/** Plural forms that some number up to 200 asks for and that no plural of the phrase may lack; =0 and its like serve their number. */
export function missingForms(lang: string, message: CompiledMessage): string[] {
  const plurals = partsOf(message).filter((part) => part.type === 'plural')
  return [...new Set(plurals.flatMap(({ options }) => formsWithout(lang, options)))]
}

function formsWithout(lang: string, options: Readonly<Record<string, unknown>>): string[] {
  const rules = new Intl.PluralRules(lang)
  const needed = Array.from({ length: 200 }, (_, n) => n)
    .filter((n) => !(n in options))
    .map((n) => rules.select(n))
  return [...new Set([...needed, 'other'])].filter((form) => !(form in options))
}

/** The text that compiles to this: what people read and correct. */
export function textOf(message: CompiledMessage, inPlural = false): string {
  return message.map((token) => (typeof token === 'string' ? plain(token, inPlural) : choice(token))).join('')
}

function choice([name, type, inner]: Exclude<CompiledMessage[number], string>): string {
  if (!type) return `{${name}}`
  if (!isChoices(inner)) return `{${[name, type, ...(typeof inner === 'string' ? [inner] : [])].join(', ')}}`
  const { offset, ...options } = inner
  const head = offset ? `offset:${offset} ` : ''
  const isPlural = type !== 'select'
  const cases = Object.entries(options).map(([key, text]) => {
    const named = isPlural && /^\d+$/.test(key) ? `=${key}` : key
    return `${named} {${textOf(text as CompiledMessage, isPlural)}}`
  })
  return `{${name}, ${type}, ${head}${cases.join(' ')}}`
}

/** In a plural, a lone # is the number. */
function plain(text: string, inPlural: boolean): string {
  if (inPlural && text === '#') return text
  const quoted = text.replaceAll("'", "''").replace(/[{}]+/g, "'$&'")
  return inPlural ? quoted.replaceAll('#', "'#'") : quoted
}

function isChoices(inner: unknown): inner is Record<string, unknown> {
  return typeof inner === 'object' && inner !== null
}
