import { type Told, UnderstoryError } from '../../core/error.ts'
import { patiently } from '../../sync/patience.ts'
import type { System } from '../../sync/system.ts'
import { MAX_CALL_BYTES } from './bundles.ts'

/** Sends a call to this address. @returns the answer. @throws {UpstreamTrouble} */
export type Call = (address: string, body: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>

/** A call of 64 kB takes half a minute at 20 kbit/s, and so does its answer. */
const PATIENCE = 120_000

/** The other hub did not answer, or not as a hub of this project. What was to be said is said another time. */
export class UpstreamTrouble extends UnderstoryError {
  override name = 'UpstreamTrouble' as const
  readonly code = 'R1'
  readonly told: Told
  constructor(address: string, reason: 'silent' | 'refused', words: string, options?: ErrorOptions) {
    super(words, options)
    this.told = {
      work: ['nothing-started'],
      cause: [`upstream-${reason}`, { address, words }],
      action: [`after-upstream-${reason}`]
    }
  }
}

/** [RL1] Calls over HTTP. */
export function caller(system: System): Call {
  return async (url, body, signal) => {
    const address = new URL(url).origin
    const asked = { method: 'POST', body: new Uint8Array(body), redirect: 'error' } as const
    const headers = { 'Content-Type': 'application/octet-stream' }
    const ask = async (signal: AbortSignal) => {
      const response = await fetch(url, { ...asked, headers, signal })
      if (!response.ok)
        throw new UpstreamTrouble(address, 'refused', `${response.status}: ${(await response.text()).slice(0, 200)}`)
      return new Uint8Array(await response.arrayBuffer())
    }
    try {
      const answer = await patiently(system, PATIENCE, ask, signal)
      if (answer.byteLength > MAX_CALL_BYTES) throw new UpstreamTrouble(address, 'refused', 'too long an answer')
      return answer
    } catch (cause) {
      if (cause instanceof UpstreamTrouble) throw cause
      const words = cause instanceof Error ? cause.message : String(cause)
      throw new UpstreamTrouble(address, 'silent', words, { cause })
    }
  }
}
