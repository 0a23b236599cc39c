import { hexOf } from '../../core/bytes.ts'

/** One line of a file of examples: bytes, and what they are or why they are refused. */
export type Example = {
  readonly name: string
  readonly hex: string
  /** What the reader is told besides the bytes. */
  readonly given?: Readonly<Record<string, unknown>>
} & ({ readonly is: unknown } | { readonly refused: string })

/** A value as JSON can hold it: bytes and long whole numbers named as such. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: hexOf(value) }
  if (typeof value === 'bigint') return { whole: String(value) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

/** A file of examples: one a line, so that a change shows as the lines that it changed. */
export function fileOf(examples: readonly Example[]): string {
  return `[\n${examples.map((example) => JSON.stringify(example)).join(',\n')}\n]\n`
}
