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
  terminate(): void
}

/** What tells that a page will stand still, and that it goes on: its `document`. */
export type Page = { addEventListener(event: 'freeze' | 'resume', heard: () => void): void }

type Question = PromiseWithResolvers<unknown> & { readonly ask: Ask }

/**
 * Journals in the private file system of this page's origin. Its files are written by a worker (`worker.ts`): only there
 * a page can have bytes flushed to the disk.
 *
 * [JN11] A browser that keeps a page to go back to freezes its worker wherever that is, also amid a call. Chromium (156;
 * `WorkerThread::PauseOrFreeze`) does so in a loop inside of the script, and when it drops the page for good it destroys
 * what the script works with and lets it go on: the write that came next was one through a null pointer, and took all
 * pages of the process with it. A worker that has been ended is not frozen: what it is at it finishes.
 *
 * @param startWorker called with the first question, and with the first after the worker has ended.
 */
export function browserJournals(startWorker: () => Worker, page: Page): Journals {
  /** In the order in which they were asked. */
  const asked = new Map<number, Question>()
  let worker: Worker | undefined
  let count = 0
  const fail = (cause: unknown) => {
    worker = undefined
    for (const { reject } of asked.values()) reject(cause)
    asked.clear()
  }
  /** What was asked and not answered is asked again: whatever is written twice says the same. */
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
      if (started === worker) fail(new Error(message ?? 'the worker did not start'))
    })
    for (const { ask } of asked.values()) started.postMessage(ask)
    return started
  }
  const ask = <T>(call: keyof Journals, ...args: readonly unknown[]): Promise<T> => {
    const question: Question = { ...Promise.withResolvers<unknown>(), ask: { id: count++, call, args } }
    asked.set(question.ask.id, question)
    try {
      if (worker) worker.postMessage(question.ask)
      else worker = start()
    } catch (cause) {
      fail(cause)
    }
    return question.promise as Promise<T>
  }
  page.addEventListener('freeze', () => {
    worker?.terminate()
    worker = undefined
  })
  page.addEventListener('resume', () => {
    try {
      if (asked.size > 0) worker ??= start()
    } catch (cause) {
      fail(cause)
    }
  })
  return {
    list: () => ask('list'),
    read: (name) => ask('read', name),
    append: (name, bytes) => ask('append', name, bytes),
    replace: (name, bytes) => ask('replace', name, bytes),
    close: (name) => ask('close', name)
  }
}
