import { describe, expect, it } from 'vitest'
import type { RawSocket } from '../../sync/link/link.ts'
import { manualSystem } from '../../sync/manual-system.ts'
import { Roads } from './roads.ts'

function socketOf(name: string): RawSocket & { name: string } {
  return {
    ...{ name, binaryType: '', extensions: '', onopen: null, onmessage: null, onclose: null, onerror: null },
    send() {},
    close() {}
  }
}

function roads(reached = true) {
  const system = manualSystem()
  const dialled: (RawSocket & { name: string })[] = []
  const dial = (name: string) => () => {
    const socket = socketOf(name)
    dialled.push(socket)
    return socket
  }
  const state = { reached, better: 0 }
  const found = new Roads({
    ...{ system, socket: dial('socket'), post: dial('post'), reaches: async () => state.reached, onChange() {} },
    onBetter: () => {
      state.better += 1
    }
  })
  const fails = async (times: number) => {
    for (let i = 0; i < times; i++) {
      found.connect()
      await found.ended()
    }
  }
  const dials = () => {
    found.connect()
    return dialled.at(-1)?.name
  }
  return { system, dialled, state, found, fails, dials }
}

describe('the road to a hub (sockets by hand)', () => {
  it('[LK14] three silent connections in a row lead to the other road, if a hub answers on it', async () => {
    const { found, fails, dials } = roads()
    await fails(2)
    expect([found.hub, dials()]).toEqual([true, 'socket'])
    await fails(1)
    expect(dials()).toBe('post')
  })

  it('[LK14] a hub that answers nothing is no reason to change, nor are connections that break after a message', async () => {
    const away = roads(false)
    await away.fails(5)
    expect([away.found.hub, away.dials()]).toEqual([false, 'socket'])
    const { found, fails, dials } = roads()
    await fails(2)
    found.connect()
    found.heard()
    await found.ended()
    await fails(2)
    expect(dials()).toBe('socket')
  })

  it('[LK14] goes back once the hub has spoken on a socket, not when one only opens', async () => {
    const { system, dialled, state, found, fails, dials } = roads()
    await fails(3)
    system.pass(300_000)
    dialled.at(-1)?.onopen?.()
    expect([state.better, dials()]).toEqual([0, 'post'])
    system.pass(300_000)
    dialled.findLast(({ name }) => name === 'socket')?.onmessage?.({ data: new ArrayBuffer(1) })
    expect([state.better, found.road]).toEqual([1, 'socket'])
  })

  it('[LK14] goes back after three silent calls as well, and leaves no timer behind', async () => {
    const { system, found, fails, dials } = roads()
    await fails(6)
    expect(dials()).toBe('socket')
    await fails(3)
    expect(dials()).toBe('post')
    found.stop()
    expect(system.waiting).toBe(0)
  })
})
