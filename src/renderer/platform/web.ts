import * as v from 'valibot'
import type { HubInfo, Platform } from './contract.ts'
import { webJournals } from './journals.ts'

const HubShape = v.object({
  v: v.literal(1),
  name: v.string(),
  project: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  address: v.string(),
  open: v.boolean(),
  invite: v.optional(v.string())
})

/** Long enough for a bad link; the app opens without it. */
const PATIENCE = 8000

/** The web edition: a page that a hub has served. */
export function web(): Platform {
  return {
    kind: 'web',
    async ownHub() {
      try {
        const answer = await fetch('/hub.json', { signal: AbortSignal.timeout(PATIENCE), cache: 'no-store' })
        const { invite, ...info } = v.parse(HubShape, await answer.json())
        return { ...info, ...(invite !== undefined && { invite }) } satisfies HubInfo
      } catch {
        return undefined // offline, or a page that no hub serves
      }
    },
    async saveDataset() {
      const link = document.createElement('a')
      link.href = '/dataset.jsonl'
      link.download = ''
      link.click()
      return 'offered'
    },
    mayJoin: (address) => address === location.origin,
    onInvite() {},
    onClosing(flush) {
      addEventListener('pagehide', () => void flush())
    },
    journals: webJournals()
  }
}
