const HASH = /^[0-9a-f]{64}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * A name as the table of names has it: hashes and UUIDs as their bytes, half as long, any other as it is. The UUID of a
 * fact so stands beside the fact's hash: their first bytes are the same.
 */
export function nameAsKept(name: string): string | Uint8Array {
  if (name.length === 64 && HASH.test(name)) return Buffer.from(name, 'hex')
  if (name.length === 36 && UUID.test(name)) return Buffer.from(name.replaceAll('-', ''), 'hex')
  return name
}

/** The name again: 32 bytes are a hash, 16 a UUID. */
export function spelled(kept: unknown): string {
  if (!(kept instanceof Uint8Array)) return String(kept)
  const hex = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).toString('hex')
  if (kept.byteLength !== 16) return hex
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
