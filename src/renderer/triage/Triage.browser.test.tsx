import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Device } from '../../client/device.ts'
import { NotHere } from '../../client/errors.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { drawnPart } from '../examples/drawn.tsx'
import { JudgeWork } from '../task/judge/JudgeWork.tsx'
import { WordsProvider } from '../words/words.tsx'
import { Triage } from './Triage.tsx'

const BATCH = 'b1'.repeat(32)
const tasks = ['Boil it.', 'Ask your aunt.', 'BUY SEEDS!!!', 'Yes.'].map(
  (text, place): TaskRow => ({
    ...{ batch: BATCH, place, kind: 'label_assistant_reply', lang: 'en', candidates: [] },
    thread: [
      { role: 'prompter', lang: 'en', text: 'Is the water of our well safe?' },
      { role: 'assistant', lang: 'en', text }
    ]
  })
)

let device: Device
let root: Root | undefined
/** What a save waits for. */
let gate: Promise<void>

beforeEach(async () => {
  await page.viewport(1366, 768)
  gate = Promise.resolve()
  const real = await offlineDevice(...tasks)
  device = real.device
  const batch = { id: BATCH, document: '', until: 2e9, segment: new Uint8Array() }
  await real.store.transact('strict', (tx) => tx.put('batches', batch))
  const answer = device.answer.bind(device)
  device.answer = (value) => gate.then(() => answer(value))
})
afterEach(() => root?.unmount())

async function open(): Promise<void> {
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <Triage device={device} batch={BATCH} />
    </WordsProvider>
  )
  await expect.poll(onTop).toBe(0)
}
const onTop = () => {
  const card = document.querySelector<HTMLElement>('article[data-place]')
  return card ? Number(card.dataset.place) : undefined
}
const given = async () =>
  (await device.work())
    .filter(({ state }) => state === 'saved')
    .reverse()
    .map(({ task, kind, given: { labels, unsure, reason } }) => [task?.place, kind, labels ?? reason, unsure])
const press = (keys: string) => userEvent.keyboard(keys)
const isFocused = () => document.activeElement === document.querySelector('article[data-place]')

const NONE = { spam: 0, fails_task: 0, lang_mismatch: 0, pii: 0, not_appropriate: 0, hate_speech: 0, sexual_content: 0 }

it('four cards are judged with at most two keys each, and each answer says what its verdict says', async () => {
  await open()
  await press('f')
  await press('w3')
  await expect.poll(isFocused).toBe(true)
  await press('x')
  await press('4')
  await expect.poll(given).toEqual([
    [0, 'label_assistant_reply', NONE, undefined],
    [1, 'label_assistant_reply', { spam: 0, pii: 1 }, undefined],
    [2, 'label_assistant_reply', { spam: 1 }, undefined],
    [3, 'label_assistant_reply', { ...NONE, quality: 0.75 }, undefined]
  ])
  expect(onTop()).toBeUndefined()
  await expect.element(page.getByText('Nothing is left to judge in this batch')).toBeVisible()
})

it('one that cannot be told and one that is skipped are what they are', async () => {
  await open()
  await press('u')
  await press('s2')
  await expect.poll(given).toEqual([
    [0, 'label_assistant_reply', {}, ['spam']],
    [1, 'skip', 'unclear', undefined]
  ])
})

it('the next card is there and has the focus before the last one is saved, and nothing is called saved before', async () => {
  await open()
  const opened: { gate?: () => void } = {}
  gate = new Promise((resolve) => {
    opened.gate = resolve
  })
  await press('f')
  expect(onTop()).toBe(1)
  expect(isFocused()).toBe(true)
  await press('x')
  expect(onTop()).toBe(2)
  expect(document.body.textContent).not.toContain('Saved here')
  expect(await given()).toEqual([])
  opened.gate?.()
  await expect.element(page.getByText('Saved here: Spam.')).toBeVisible()
  expect((await given()).map(([place]) => place)).toEqual([0, 1])
})

it('one key takes back, over several cards, and what is judged anew counts', async () => {
  await open()
  await press('fx')
  await expect.element(page.getByText('Saved here: Spam.')).toBeVisible()
  await press('z')
  await expect.poll(onTop).toBe(1)
  await press('{Control>}z{/Control}')
  await expect.poll(onTop).toBe(0)
  expect(isFocused()).toBe(true)
  expect(await given()).toEqual([])
  await expect.element(page.getByText('You have begun this one.', { exact: false })).toBeVisible()
  await press('u')
  await expect.poll(given).toEqual([[0, 'label_assistant_reply', {}, ['spam']]])
})

it('what cannot be saved comes back with the cards after it, and says so', async () => {
  await open()
  const fails = Promise.reject(new Error('the disk is full'))
  fails.catch(() => {})
  gate = fails
  await press('f')
  await press('x')
  await expect.poll(onTop).toBe(0)
  expect(await given()).toEqual([])
  await expect.poll(() => document.querySelector('[role=alert]')?.textContent).not.toBe('')
  gate = Promise.resolve()
  await press('fx')
  await expect.poll(async () => (await given()).map(([place]) => place)).toEqual([0, 1])
})

it('one that is sealed is not taken back, and the way to change it is there', async () => {
  await open()
  await press('f')
  await expect.element(page.getByText('Saved here: Fine.')).toBeVisible()
  device.undo = (id) => Promise.reject(new NotHere('sealed-already', id))
  await press('z')
  await expect.element(page.getByText('It has been sealed for sending.', { exact: false })).toBeVisible()
  expect(onTop()).toBe(1)
  expect(document.querySelector(`a[href="/task/${BATCH}/0/change"]`)?.textContent).toBe('Change it')
})

it('one that was finished in another window is no card any more', async () => {
  await open()
  await device.answer({ task: `${BATCH}/1`, labels: { spam: 0 } })
  await press('fx')
  await expect.element(page.getByText('That one is no longer open here', { exact: false })).toBeVisible()
  expect(onTop()).toBe(2)
  expect((await given()).map(([place, , labels]) => [place, labels])).toEqual([
    [1, { spam: 0 }],
    [0, NONE]
  ])
})

it('a key that is held judges one card', async () => {
  await open()
  await press('{f>3/}')
  expect(onTop()).toBe(1)
})

const screen = drawnPart(JudgeWork, tasks[0]!)

it('a verdict is the very answer that the ordinary screen gives', async () => {
  screen.open()
  await expect.poll(() => document.querySelectorAll('[data-label]').length).toBe(13)
  document.querySelector<HTMLInputElement>('[data-label="spam"] input')!.focus()
  await press('{Shift>}[Digit0]{/Shift}')
  const ordinary = screen.gives.at(-1)?.[0]
  screen.close()
  await open()
  await press('f')
  await expect.poll(given).toEqual([[0, 'label_assistant_reply', ordinary?.labels, ordinary?.unsure]])
})
