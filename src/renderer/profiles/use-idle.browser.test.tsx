import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useIdle } from './use-idle.ts'

const idle = vi.fn()
function Place({ minutes }: { minutes: number }) {
  useIdle(minutes, idle)
  return null
}
let root: ReturnType<typeof createRoot>
const begins = (minutes: number) => {
  root = createRoot(document.createElement('div'))
  flushSync(() => root.render(<Place minutes={minutes} />))
}
const pass = (minutes: number) => vi.advanceTimersByTime(minutes * 60_000)
const key = () => dispatchEvent(new KeyboardEvent('keydown'))

beforeEach(() => {
  vi.useFakeTimers()
  idle.mockReset()
})
afterEach(() => {
  root.unmount()
  vi.useRealTimers()
})

it('a place locks itself after the minutes chosen, counted from the last hand on the computer', () => {
  begins(5)
  pass(4)
  key()
  pass(4)
  expect(idle).not.toHaveBeenCalled()
  pass(1.1)
  expect(idle).toHaveBeenCalled()
})

it('the hand that wakes a computer from sleep finds it locked', () => {
  begins(5)
  vi.setSystemTime(Date.now() + 6 * 60_000)
  key()
  expect(idle).toHaveBeenCalled()
})

it('never, if that was chosen', () => {
  begins(0)
  pass(1000)
  expect(idle).not.toHaveBeenCalled()
})
