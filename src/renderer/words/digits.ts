import type { CompiledMessage } from '@lingui/message-utils/compileMessage'
import { madeOnce } from './made-once.ts'

/** Ends the name of a plain placeholder whose value is written in the language's own digits. */
const OWN = '·'

/**
 * What is put into a plain placeholder comes out in Latin digits, while `#` of a plural beside it has those of the
 * language. So where these differ, plain placeholders get a name of their own, which `inOwnDigits` fills.
 */
export function withOwnDigits(lang: string, messages: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (isLatin(lang)) return messages
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, Array.isArray(message) ? renamed(message) : message])
  )
}

/** The values for such a phrase, under both names: a plural asks for the number itself. */
export function inOwnDigits<T>(lang: string, fill: Readonly<Record<string, T>>): Record<string, T | string> {
  if (isLatin(lang)) return fill
  const number = numberOf(lang)
  const own = Object.entries(fill).map(([name, value]) => [
    name + OWN,
    typeof value === 'number' ? number.format(value) : value
  ])
  return { ...fill, ...Object.fromEntries(own) }
}

function renamed(message: CompiledMessage): CompiledMessage {
  return message.map((token) => {
    if (typeof token === 'string') return token
    const [name, type, inner] = token
    if (type === undefined) return [name + OWN]
    if (typeof inner !== 'object' || inner === null) return token
    const choices = Object.entries(inner).map(([key, each]) => [key, Array.isArray(each) ? renamed(each) : each])
    return [name, type, Object.fromEntries(choices)]
  }) as CompiledMessage
}

const numberOf = madeOnce((lang) => new Intl.NumberFormat(lang))
const isLatin = madeOnce((lang) => numberOf(lang).format(0) === '0')
