import { type ParseArgsConfig, parseArgs } from 'node:util'
import { isLanguage } from '../core/fact/shapes.ts'
import { WrongUse } from './trouble.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** @throws {WrongUse} for a flag that does not exist or lacks its value. */
export function readFlags<O extends Options>(args: string[], options: O, positionals = 0) {
  try {
    const read = parseArgs({ args, options, allowPositionals: positionals > 0, strict: true })
    return read
  } catch (cause) {
    throw new WrongUse(inOneLine(cause instanceof Error ? cause.message : String(cause)))
  }
}

/** What Node says, without its advice on names and dashes; a value that begins with a dash it calls ambiguous. */
function inOneLine(message: string): string {
  const dashed = /^Option '(--[\w-]+)' argument is ambiguous/.exec(message)
  if (dashed) return `${dashed[1]} lacks its value; one that begins with a dash is written ${dashed[1]}=-…`
  return message.replace(/\.?\s+To specify.*$/s, '').replace(/\.$/, '')
}

export function flag(value: string | undefined, usage: string): string {
  if (value === undefined || value === '') throw new WrongUse(`${usage} is missing`)
  return value
}

export function wholeNumber(
  value: string | undefined,
  name: string,
  otherwise: number,
  most: number,
  least = 0
): number {
  if (value === undefined) return otherwise
  if (!/^\d+$/.test(value) || Number(value) > most || Number(value) < least)
    throw new WrongUse(`${name} takes a whole number from ${least} to ${most}, not "${value}"`)
  return Number(value)
}

export function oneOf<const T extends string>(
  value: string | undefined,
  name: string,
  allowed: readonly T[],
  otherwise: T
): T {
  if (value === undefined) return otherwise
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new WrongUse(`${name} takes one of ${allowed.join(', ')}, not "${value}"`)
  return found
}

/** A tag of a language, as long as a hub takes. */
export function language(tag: string, name = '--lang'): string {
  if (isLanguage(tag) && tag.length <= 35) return tag
  throw new WrongUse(`${name} takes tags such as en or pt-BR, not "${tag}"`)
}
