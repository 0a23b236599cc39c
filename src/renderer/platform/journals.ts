import { browserJournals } from '../../client/journal/browser.ts'
import type { Journals } from '../../client/journal/journal.ts'
import address from '../../client/journal/worker.ts?worker&url'
import type { BridgedJournals, Failed } from '../../main/bridge.ts'
import { trusted } from './trusted.ts'

/** The private file system of this address. Plain http on a network has none: there is one copy then. */
export function webJournals(): Journals | undefined {
  if (navigator.storage?.getDirectory === undefined) return undefined
  const start = () => new Worker(import.meta.env.DEV ? address : trusted(address), { type: 'module' })
  return browserJournals(start, document)
}

/** Files beside the profile, which main keeps. */
export function desktopJournals(bridge: BridgedJournals): Journals {
  return {
    list: async () => done(await bridge.list()),
    read: async (name) => done(await bridge.read(name)),
    append: async (name, bytes) => void done(await bridge.append(name, bytes)),
    replace: async (name, bytes) => void done(await bridge.replace(name, bytes)),
    async close() {}
  }
}

function done<T>(answer: T | Failed): T {
  if (typeof answer === 'object' && answer !== null && 'failed' in answer)
    throw new Error(`the journal failed: ${answer.failed.cause[0]}`)
  return answer as T
}
