import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { answerJournals } from './journals.ts'

const folder = mkdtempSync(join(tmpdir(), 'understory-journals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Handler = (event: { senderFrame: { url: string } | null }, ...args: unknown[]) => unknown
const NAME = `understory-${'a'.repeat(64)}`

/** What the page's questions are answered with, with journals in a folder of their own. */
function asked(home: string, url = 'app://understory/') {
  const handlers = new Map<string, Handler>()
  const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }
  answerJournals({ ipcMain, log: () => {} }, join(folder, home))
  return (channel: string, ...args: unknown[]) => handlers.get(channel)?.({ senderFrame: { url } }, ...args)
}

it('keeps what the page gives it, and gives it back', async () => {
  const ask = asked('kept')
  expect(await ask('journal-read', NAME)).toEqual({ value: new Uint8Array() })
  expect(await ask('journal-append', NAME, Uint8Array.of(1, 2))).toEqual({ value: 'written' })
  expect(await ask('journal-append', NAME, Uint8Array.of(3))).toEqual({ value: 'written' })
  expect(await ask('journal-read', NAME)).toEqual({ value: Uint8Array.of(1, 2, 3) })
  expect(await ask('journal-replace', NAME, Uint8Array.of(4))).toEqual({ value: 'written' })
  expect(await ask('journal-read', NAME)).toEqual({ value: Uint8Array.of(4) })
  expect(await ask('journal-list')).toEqual({ value: [NAME] })
  const another = `understory-${'0'.repeat(16)}-${'a'.repeat(64)}`
  expect(await ask('journal-append', another, Uint8Array.of(5))).toEqual({ value: 'written' })
  expect(await ask('journal-list')).toEqual({ value: [another, NAME] })
})

it.each(['../elsewhere', 'understory-', `understory-${'a'.repeat(64)}/..`, '', '/etc', `understory-${'A'.repeat(64)}`])(
  'takes no name such as %j, which could lead to another folder',
  async (name) => {
    const ask = asked('names')
    const refused = { refused: expect.stringContaining('does not take these arguments') }
    expect(await ask('journal-append', name, Uint8Array.of(1))).toEqual(refused)
    expect(await ask('journal-replace', name, Uint8Array.of(1))).toEqual(refused)
    expect(await ask('journal-read', name)).toEqual(refused)
    expect(readdirSync(folder)).not.toContain('names')
  }
)

it('takes nothing but bytes, and nothing of a foreign page', async () => {
  const ask = asked('shapes')
  for (const bytes of [undefined, 'text', [1], { length: 1 }, new ArrayBuffer(1)])
    expect(await ask('journal-append', NAME, bytes)).toHaveProperty('refused')
  expect(await asked('shapes', 'https://example.org/')('journal-read', NAME)).toHaveProperty('refused')
  expect(readdirSync(folder)).not.toContain('shapes')
})
