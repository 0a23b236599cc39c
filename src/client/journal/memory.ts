import { joined } from '../../core/bytes.ts'
import type { Journals } from './journal.ts'

/** Journals for tests and simulation. They are forgotten with the process. */
export function memoryJournals(): Journals {
  const kept = new Map<string, Uint8Array>()
  return {
    list: async () => [...kept.keys()].sort(),
    read: async (name) => kept.get(name)?.slice() ?? new Uint8Array(),
    async append(name, bytes) {
      kept.set(name, joined(kept.get(name) ?? new Uint8Array(), bytes))
    },
    async replace(name, bytes) {
      kept.set(name, bytes.slice())
    },
    async close() {}
  }
}
