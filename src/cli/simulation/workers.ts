import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Job, Lived } from './job.ts'

/**
 * What came of each job, in the order of the jobs, however many workers live them. More than `AHEAD` jobs for each
 * worker are not lived before their turn, so that their lines do not pile up.
 */
export async function* inOrder(jobs: readonly Job[], most = availableParallelism()): AsyncGenerator<Lived> {
  const workers = Array.from({ length: Math.min(most, jobs.length) }, () => newWorker())
  const waiting: Promise<Lived>[] = []
  let next = 0
  const fill = () => {
    for (; next < jobs.length && waiting.length < workers.length * AHEAD; next++)
      waiting.push(workers[next % workers.length]?.live(jobs[next] as Job) as Promise<Lived>)
  }
  try {
    for (fill(); waiting.length > 0; fill()) yield await (waiting.shift() as Promise<Lived>)
  } finally {
    for (const worker of workers) worker.stop()
  }
}

const AHEAD = 3

function newWorker() {
  const thread = new Worker(new URL('./worker.ts', import.meta.url))
  const asked: { done(lived: Lived): void; failed(cause: unknown): void }[] = []
  thread.on('message', (lived: Lived) => asked.shift()?.done(lived))
  thread.on('error', (cause) => {
    for (const { failed } of asked.splice(0)) failed(cause)
  })
  return {
    live(job: Job): Promise<Lived> {
      const answer = new Promise<Lived>((done, failed) => asked.push({ done, failed }))
      // It is awaited in its turn; until then a failure is nobody's.
      answer.catch(() => {})
      thread.postMessage(job)
      return answer
    },
    stop: () => void thread.terminate()
  }
}
