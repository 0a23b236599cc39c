import { describe, expect, it } from 'vitest'
import { aLink } from '../examples/held-link.ts'

describe('the watchdog of a link', () => {
  it('[LK8] drops a link that is silent for 25 s, and dials again', () => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    opened()
    system.pass(25_000)
    expect(downs).toEqual([])
    system.pass(2000)
    expect(downs).toEqual([1006])
    expect([sockets[0]?.closed, sockets.length, link.up]).toEqual([true, 2, false])
  })

  it('[LK8] waits half as long while work is unacknowledged', () => {
    const { link, system, downs, opened } = aLink()
    link.start()
    opened()
    link.waiting = true
    system.pass(12_000)
    expect(downs).toEqual([])
    system.pass(2000)
    expect(downs).toEqual([1006])
  })

  it('[LK8] any byte from the hub keeps it', () => {
    const { link, system, downs, opened } = aLink()
    link.start()
    const socket = opened()
    link.waiting = true
    for (let i = 0; i < 100; i++) {
      system.pass(5000)
      socket.says('ping', {})
    }
    expect(downs).toEqual([])
    expect(socket.told).toHaveLength(100)
  })

  it('[LK8] drops a socket that never opens', () => {
    const { link, system, sockets, downs } = aLink()
    link.start()
    system.pass(26_000)
    expect([downs, sockets[0]?.closed]).toEqual([[1006], true])
  })
})

describe('trying again', () => {
  it('[LK9] waits twice as long each time, up to a minute, by a chance between half and whole', () => {
    const { link, waitAfterCut } = aLink()
    link.start()
    const waits = Array.from({ length: 14 }, waitAfterCut)
    for (const [i, wait] of waits.entries()) {
      const longest = Math.min(250 * 2 ** i, 60_000)
      expect(wait).toBeLessThanOrEqual(longest + 10)
      expect(wait).toBeGreaterThanOrEqual(longest / 2)
    }
  })

  it('[LK9] two devices do not come back at the same moment', () => {
    const firstWait = (seed: number) => {
      const { link, system, sockets, dialled } = aLink(seed)
      link.start()
      sockets[0]?.onclose?.({ code: 1006, reason: '' })
      system.pass(1000)
      return (dialled[1] ?? 0) - (dialled[0] ?? 0)
    }
    expect(new Set([1, 2, 3, 4, 5].map(firstWait)).size).toBe(5)
  })

  it('[LK9] begins with the shortest wait again once the hub has answered sensibly, and not before', () => {
    const { link, opened, waitAfterCut } = aLink()
    link.start()
    const waits = Array.from({ length: 8 }, () => {
      opened()
      return waitAfterCut()
    })
    expect(waits.at(-1)).toBeGreaterThan(10_000)
    opened()
    link.settled()
    expect(waitAfterCut()).toBeLessThanOrEqual(260)
  })

  it('[LK9] tries at once when a network comes back, once', () => {
    const { link, system, sockets } = aLink()
    link.start()
    sockets[0]?.onclose?.({ code: 1006, reason: '' })
    link.wake()
    link.wake()
    expect(sockets).toHaveLength(2)
    system.pass(20_000)
    expect(sockets).toHaveLength(2)
  })

  it.each([4400, 4401, 4409, 4999])('[LK7] ends with code %i, until it is started or tried again', (code) => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    opened().onclose?.({ code, reason: '' })
    link.wake()
    system.pass(600_000)
    expect([downs, sockets.length, system.waiting]).toEqual([[code], 1, 0])
    link.start()
    opened().onclose?.({ code, reason: '' })
    link.again()
    opened().onclose?.({ code: 1006, reason: '' })
    system.pass(1000)
    expect(sockets).toHaveLength(4)
  })

  it('[LK9] stops when told, and leaves no timer', () => {
    const { link, system, sockets, downs, opened } = aLink()
    link.start()
    const socket = opened()
    link.stop()
    link.wake()
    link.again()
    socket.says('ping', {})
    socket.onclose?.({ code: 1006, reason: '' })
    system.pass(600_000)
    expect([downs, sockets.length, socket.closed, system.waiting]).toEqual([[1000], 1, true, 0])
  })

  it('[LK9] stops between two attempts, too', () => {
    const { link, system, sockets } = aLink()
    link.start()
    sockets[0]?.onclose?.({ code: 1006, reason: '' })
    link.stop()
    system.pass(600_000)
    expect([sockets.length, system.waiting]).toEqual([1, 0])
  })
})
