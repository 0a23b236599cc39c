import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { PortTaken } from '../hub/server.ts'
import type { Channels } from './bridge.ts'
import { answer, NOTHING } from './ipc.ts'

class FakeIpc {
  readonly lines: string[] = []
  readonly ipcMain = {
    handle: (
      channel: string,
      handler: (event: { senderFrame: { url: string } | null }, ...args: unknown[]) => unknown
    ) => {
      this.handlers.set(channel, handler)
    }
  }
  private readonly handlers = new Map<string, Parameters<FakeIpc['ipcMain']['handle']>[1]>()

  log(line: string): void {
    this.lines.push(line)
  }

  ask(channel: keyof Channels, url: string | null, ...args: unknown[]): unknown {
    return this.handlers.get(channel)?.({ senderFrame: url === null ? null : { url } }, ...args)
  }
}

const PAGE = 'app://understory/'

/** A door behind which `version` is answered so, and how often it was. */
function doorTo(version: () => string) {
  const door = new FakeIpc()
  let calls = 0
  const counted = () => {
    calls++
    return version()
  }
  answer({ ipcMain: door.ipcMain, log: (line) => door.log(line) }, 'version', NOTHING, counted)
  return { door, calls: () => calls }
}

describe('answer', () => {
  it("gives the app's own page its value", async () => {
    expect(await doorTo(() => '1.2.3').door.ask('version', PAGE)).toEqual({ value: '1.2.3' })
  })

  it.each(['https://example.org/', 'app://elsewhere/', 'app://understory.example.org/', 'about:blank', '', null])(
    'refuses the page at %s before the handler hears of it',
    async (url) => {
      const { door, calls } = doorTo(() => '1.2.3')
      expect(await door.ask('version', url)).toEqual({ refused: "version is only for Understory's own page." })
      expect(calls()).toBe(0)
    }
  )

  it('refuses arguments of another shape before the handler hears of them', async () => {
    const { door, calls } = doorTo(() => '1.2.3')
    for (const args of [['x'], [undefined], [{}, 1]])
      expect(await door.ask('version', PAGE, ...args)).toEqual({ refused: 'version does not take these arguments.' })
    expect(calls()).toBe(0)
  })

  it('hands what the shape made of the arguments to the handler', async () => {
    const door = new FakeIpc()
    const heard: unknown[] = []
    // No channel takes arguments yet; the next one may.
    const shape = v.strictTuple([v.pipe(v.string(), v.trim())]) as unknown as typeof NOTHING
    answer({ ipcMain: door.ipcMain, log: () => {} }, 'version', shape, (...args) => String(heard.push(...args)))
    await door.ask('version', PAGE, ' x ')
    expect(heard).toEqual(['x'])
  })

  it('tells an error as a person is told it, in plain data', async () => {
    const { door } = doorTo(() => {
      throw new PortTaken(8787)
    })
    const answered = await door.ask('version', PAGE)
    expect(answered).toEqual({
      failed: {
        work: ['nothing-started'],
        cause: ['port-taken', { port: 8787 }],
        action: ['free-port', { port: 8787 }]
      }
    })
    expect(structuredClone(answered)).toEqual(answered)
  })

  it('keeps the text and stack of any other error for the log', async () => {
    const { door } = doorTo(() => {
      throw new TypeError('/home/ada/secret')
    })
    expect(await door.ask('version', PAGE)).toEqual({ refused: 'version failed inside the app; its log says more.' })
    expect(door.lines.join()).toContain('TypeError: /home/ada/secret')
  })
})

it('is the only way to answer the page', () => {
  const touching = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => /\bipcMain\s*\.|\.ipc\b/.test(readFileSync(join(import.meta.dirname, name), 'utf8')))
  expect(touching).toEqual(['ipc.ts'])
})
