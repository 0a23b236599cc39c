import type { System } from './system.ts'

/**
 * Does `work` with a signal that aborts after so many milliseconds, or with the one given. Not by `AbortSignal.any`:
 * whoever listens to such a signal stays in memory until one of its sources aborts, and most never do.
 *
 * @throws what `work` throws, also for being aborted.
 */
export async function patiently<T>(
  system: Pick<System, 'after'>,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  given?: AbortSignal
): Promise<T> {
  const over = new AbortController()
  const end = () => over.abort()
  if (given?.aborted) end()
  given?.addEventListener('abort', end)
  const cancel = system.after(ms, end)
  try {
    return await work(over.signal)
  } finally {
    cancel()
    given?.removeEventListener('abort', end)
  }
}
