import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import { RankWork } from './RankWork.tsx'

const LONG = Array.from({ length: 80 }, (_, n) => `Line ${n}.`).join('\n\n')
const part = drawnPart(RankWork, {
  kind: 'rank_assistant_replies',
  lang: 'en',
  thread: [{ role: 'prompter', lang: 'en', text: 'Is the water of our well safe?' }],
  candidates: [LONG, `${LONG} More.`, 'Boil it first.'].map((text) => ({ role: 'assistant', lang: 'en', text }))
})
const WAIT = { timeout: 10_000 }

/** The frame of a task gives the part its height. */
async function open(): Promise<void> {
  part.open()
  await expect.poll(() => texts().length, WAIT).toBe(3)
  const frame = document.querySelector<HTMLElement>('ol')!.parentElement!.parentElement!
  frame.style.blockSize = '600px'
  await expect.poll(() => marks(), WAIT).toEqual(['Not read to the end', 'Not read to the end', undefined])
}
const texts = () => [...document.querySelectorAll<HTMLElement>('[data-text]')]
const marks = () =>
  [...document.querySelectorAll('[data-card]')].map((card) => card.querySelector('[data-seen]')?.textContent)
const press = (words: string) => userEvent.click(page.getByRole('button', { name: words, exact: true }))

it('a card says that it was not read to the end, until it was; what fits says nothing', async () => {
  await open()
  texts()[0]!.scrollTop = 100_000
  await expect.poll(() => marks(), WAIT).toEqual(['Read to the end', 'Not read to the end', undefined])
  texts()[0]!.scrollTop = 0
  texts()[1]!.scrollTop = 200
  await expect.poll(() => texts()[1]!.scrollTop, WAIT).toBe(200)
  expect(marks()[0]).toBe('Read to the end')
})

it('texts scroll together once that is wished', async () => {
  await open()
  texts()[0]!.scrollTop = 200
  await expect.poll(() => texts().map(({ scrollTop }) => scrollTop), WAIT).toEqual([200, 0, 0])
  await press('Scroll together')
  texts()[1]!.scrollTop = 300
  await expect.poll(() => texts().map(({ scrollTop }) => scrollTop), WAIT).toEqual([300, 300, 0])
})

it('what only one of two texts has is shown on demand', async () => {
  await open()
  await press('Differences')
  const shown = () => document.querySelector('[role="dialog"] section')
  await expect.poll(() => shown()?.querySelector('ins')?.textContent, WAIT).toContain('More')
  expect(shown()?.querySelector('del')).toBeNull()
  await userEvent.selectOptions(page.getByRole('combobox').nth(0), '2')
  await expect.poll(() => shown()?.querySelector('del')?.textContent, WAIT).toContain('Boil')
  await userEvent.keyboard('{Escape}')
  await expect.poll(shown, WAIT).toBeNull()
})
