/** The worker that writes a page's journals; `browser.ts` asks it. */
import type { Answer, Ask } from './browser.ts'
import { readFrames } from './frame.ts'
import { NoPlace } from './journal.ts'
import { type Folder, privateJournals } from './private-files.ts'

type Scope = {
  onmessage: ((event: { readonly data: Ask }) => void) | null
  /** What lies in the buffers of `moved` is not copied: it is gone from here. */
  postMessage(answer: Answer, moved?: readonly ArrayBufferLike[]): void
  readonly navigator: { readonly storage?: { getDirectory?(): Promise<Folder> } }
}
/** Of a worker; the type has this name in browsers only. */
declare const self: Scope

const journals = privateJournals(async () => {
  const folder = await self.navigator.storage?.getDirectory?.()
  if (!folder) throw new Error('this browser has none')
  return folder
})

self.onmessage = ({ data: { id, call, args } }) => {
  const work = journals[call] as (...args: readonly unknown[]) => Promise<unknown>
  work(...args).then(
    (value) => {
      if (!(value instanceof Uint8Array)) return self.postMessage({ id, value })
      // The page is at its start: sums of megabytes are taken here, beside it.
      const sound = readFrames(value).damage.length === 0
      self.postMessage({ id, value, sound }, [value.buffer])
    },
    (cause: unknown) => self.postMessage({ id, failed: String(cause), noPlace: cause instanceof NoPlace })
  )
}
