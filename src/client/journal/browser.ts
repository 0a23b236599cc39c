import { foundSound } from './frame.ts'
import { type Journals, NoPlace } from './journal.ts'

/** What a page asks of its worker: a call with its arguments; and what comes back. `sound`: its records are all whole. */
export type Ask = { readonly id: number; readonly call: keyof Journals; readonly args: readonly unknown[] }
export type Answer =
  | { readonly id: number; readonly value: unknown; readonly sound?: boolean }
  | { readonly id: number; readonly failed: string; readonly noPlace: boolean }

/** A worker as its page sees it. */
export type Worker = {
  postMessage(ask: Ask): void
  addEventListener(event: 'message', heard: (event: { readonly data: Answer }) => void): void
  addEventListener(event: 'error', heard: (event: { readonly message?: string }) => void): void
}

/**
 * Journals in the private file system of this page's origin. Its files are written by a worker (`worker.ts`): only there
 * a page can have bytes flushed to the disk.
 *
 * @param startWorker called once, with the first question.
 */
export function browserJournals(startWorker: () => Worker): Journals {
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  let worker: Worker | undefined
  let count = 0
  const start = () => {
    const started = startWorker()
    started.addEventListener('message', ({ data }) => {
      const question = asked.get(data.id)
      asked.delete(data.id)
      if ('value' in data) {
        if (data.sound && data.value instanceof Uint8Array) foundSound(data.value)
        question?.resolve(data.value)
      } else question?.reject(data.noPlace ? new NoPlace(data.failed) : new Error(data.failed))
    })
    // It did not load, or ended: the next question starts another one.
    started.addEventListener('error', ({ message }) => {
      worker = undefined
      for (const { reject } of asked.values()) reject(new Error(message ?? 'the worker did not start'))
      asked.clear()
    })
    return started
  }
  const ask = <T>(call: keyof Journals, ...args: readonly unknown[]): Promise<T> => {
    const question = Promise.withResolvers<unknown>()
    const id = count++
    asked.set(id, question)
    try {
      worker ??= start()
      worker.postMessage({ id, call, args })
    } catch (cause) {
      asked.delete(id)
      question.reject(cause)
    }
    return question.promise as Promise<T>
  }
  return {
    list: () => ask('list'),
    read: (name) => ask('read', name),
    append: (name, bytes) => ask('append', name, bytes),
    replace: (name, bytes) => ask('replace', name, bytes),
    close: (name) => ask('close', name)
  }
}
