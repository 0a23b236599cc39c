import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { manualSystem } from './manual-system.ts'
import { patiently } from './patience.ts'

/** Ends when its signal does. */
const waits = (signal: AbortSignal) =>
  new Promise<string>((done) => {
    if (signal.aborted) done('ended')
    signal.addEventListener('abort', () => done('ended'))
  })

it('gives up after its time, or when it is told to, also before', async () => {
  const system = manualSystem()
  const late = patiently(system, 1000, waits)
  system.pass(1000)
  expect(await late).toBe('ended')
  const given = new AbortController()
  const told = patiently(system, 1000, waits, given.signal)
  given.abort()
  expect(await told).toBe('ended')
  expect(await patiently(system, 1000, waits, given.signal)).toBe('ended')
})

it('leaves nothing behind, however it ends', async () => {
  const system = manualSystem()
  const { signal } = new AbortController()
  const heard: AbortSignal[] = []
  const once = async (inner: AbortSignal) => {
    heard.push(inner)
    if (heard.length > 1) throw new Error('no way')
    return 'done'
  }
  expect(await patiently(system, 1000, once, signal)).toBe('done')
  await expect(patiently(system, 1000, once, signal)).rejects.toThrow('no way')
  expect(getEventListeners(signal, 'abort')).toEqual([])
  system.pass(1000)
  expect(heard.map(({ aborted }) => aborted)).toEqual([false, false])
})
