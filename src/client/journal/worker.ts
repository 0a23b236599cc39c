/** The worker that writes a page's journals; `browser.ts` asks it. */
import type { Answer, Ask } from './browser.ts'
import { NoPlace } from './journal.ts'
import { type Folder, privateJournals } from './private-files.ts'

type Scope = {
  onmessage: ((event: { readonly data: Ask }) => void) | null
  postMessage(answer: Answer): void
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
    (value) => self.postMessage({ id, value }),
    (cause: unknown) => self.postMessage({ id, failed: String(cause), noPlace: cause instanceof NoPlace })
  )
}
