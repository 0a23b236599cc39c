import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { HubInfo } from './bridge.ts'
import { HUB_ENDED, type ToHub } from './hub-messages.ts'
import { PracticeHub } from './practice-hub.ts'

const OPTIONS = { folder: '/f', port: 8787, site: '/s', practice: '/p' }
const INFO: HubInfo = { v: 1, name: 'n', project: 'p', address: 'a', open: true }

class FakeChild extends EventEmitter {
  readonly heard: ToHub[] = []
  readonly killed = Promise.withResolvers<void>()
  postMessage(message: ToHub): void {
    this.heard.push(message)
  }
  kill(): boolean {
    this.killed.resolve()
    return true
  }
}

function practiceHub() {
  const children: FakeChild[] = []
  const patience = Promise.withResolvers<void>()
  const fork = () => {
    const child = new FakeChild()
    children.push(child)
    return child
  }
  const hub = new PracticeHub(fork, OPTIONS, () => patience.promise)
  return { hub, children, runOut: patience.resolve }
}

describe('the practice hub', () => {
  it('starts one process, when first wanted, and answers all who ask', async () => {
    const { hub, children } = practiceHub()
    expect(children).toEqual([])
    const asked = [hub.open(), hub.open()]
    expect(children.map(({ heard }) => heard)).toEqual([[{ start: OPTIONS }]])
    children[0]!.emit('message', { open: INFO })
    expect(await Promise.all([...asked, hub.open()])).toEqual([INFO, INFO, INFO])
    expect(children.length).toBe(1)
  })

  it('tells what its process told, and tries again when asked again', async () => {
    const { hub, children } = practiceHub()
    const told = { work: ['w'], cause: ['c'], action: ['a'] } as const
    const asked = hub.open()
    children[0]!.emit('message', { failed: { code: 'H1', message: 'port', told } })
    await expect(asked).rejects.toMatchObject({ code: 'H1', told })
    expect(children[0]!.heard.at(-1)).toBe('stop')
    const again = hub.open()
    expect(children.length).toBe(2)
    // The first takes its time to end; that is not the second's end.
    children[0]!.emit('exit', 0)
    children[1]!.emit('message', { open: INFO })
    expect(await again).toEqual(INFO)
    expect(await hub.open()).toEqual(INFO)
    expect(children.length).toBe(2)
  })

  it('tells that its process ended before it said anything', async () => {
    const { hub, children } = practiceHub()
    const asked = hub.open()
    children[0]!.emit('exit', 1)
    await expect(asked).rejects.toMatchObject({ code: 'A1', told: HUB_ENDED })
  })

  it('starts anew after its process has ended by itself', async () => {
    const { hub, children } = practiceHub()
    const first = hub.open()
    children[0]!.emit('message', { open: INFO })
    await first
    children[0]!.emit('exit', 1)
    await Promise.resolve()
    void hub.open()
    expect(children.length).toBe(2)
  })

  it('closes by telling its process to stop, and waits until it is gone', async () => {
    const { hub, children } = practiceHub()
    void hub.open()
    let closed = false
    const closing = hub.close().then(() => {
      closed = true
    })
    expect(children[0]!.heard.at(-1)).toBe('stop')
    children[0]!.emit('message', { open: INFO })
    await hub.open()
    expect(closed).toBe(false)
    children[0]!.emit('exit', 0)
    await closing
  })

  it('ends a process that does not stop, and waits until it is gone', async () => {
    const { hub, children, runOut } = practiceHub()
    hub.open().catch(() => {})
    let closed = false
    const closing = hub.close().then(() => {
      closed = true
    })
    const [child] = children
    runOut()
    await child!.killed.promise
    await new Promise(setImmediate)
    expect(closed).toBe(false)
    child!.emit('exit', 0)
    await closing
  })

  it('has nothing to close when it was never wanted', async () => {
    await practiceHub().hub.close()
  })
})
