import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import type { Given } from '../task-work.ts'
import { JudgeWork } from './JudgeWork.tsx'

const drawn = drawnPart(JudgeWork, {
  kind: 'label_initial_prompt',
  lang: 'en',
  thread: [{ role: 'prompter', lang: 'en', text: 'Is the water of our well safe?' }]
})

async function open(draft?: Given): Promise<void> {
  drawn.open(draft)
  await expect.poll(() => document.querySelectorAll('[data-label]').length).toBe(11)
}

const groupOf = (label: string) => document.querySelector<HTMLElement>(`[data-label="${label}"]`)!
const enter = (label: string) => groupOf(label).querySelector('input')!.focus()
const focused = () => document.activeElement?.closest<HTMLElement>('[data-label]')?.dataset.label

it('each answer by key leads to the next row, and what was not answered is absent', async () => {
  await open()
  expect(drawn.gives.at(-1)).toEqual([undefined, 'judge-missing'])
  enter('spam')
  await userEvent.keyboard('nj')
  expect(focused()).toBe('pii')
  await userEvent.keyboard('y')
  expect(focused()).toBe('not_appropriate')
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 0, pii: 1 } }, undefined])
})

it('Rest is No leaves the scales alone, and numbers answer them', async () => {
  await open({ labels: { pii: 1 } })
  enter('violence')
  await userEvent.keyboard('{Shift>}[Digit0]{/Shift}5')
  const flags = { spam: 0, lang_mismatch: 0, pii: 1, not_appropriate: 0, hate_speech: 0, sexual_content: 0 }
  expect(drawn.gives.at(-1)).toEqual([{ labels: { ...flags, violence: 1 } }, undefined])
  expect(groupOf('violence').querySelector<HTMLInputElement>('input:checked')?.value).toBe('5')
  expect(document.activeElement).toBe(groupOf('violence').querySelector('input:checked'))
})

it('of any label, spam too, one may be not sure, by key and by pointer', async () => {
  await open()
  enter('spam')
  await userEvent.keyboard('u')
  expect(focused()).toBe('lang_mismatch')
  expect(drawn.gives.at(-1)).toEqual([{ labels: {}, unsure: ['spam'] }, undefined])
  await userEvent.click(groupOf('humor').querySelector('label:last-child')!)
  expect(drawn.gives.at(-1)).toEqual([{ labels: {}, unsure: ['spam', 'humor'] }, undefined])
  enter('spam')
  await userEvent.keyboard('n')
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 0 }, unsure: ['humor'] }, undefined])
})

const field = () => document.querySelector<HTMLTextAreaElement>('[role=dialog] textarea')!

it('a flag is set and its passage marked by keys alone, and the passage goes with the flag', async () => {
  await open({ labels: { spam: 0 } })
  enter('pii')
  await userEvent.keyboard('m')
  await expect.poll(() => document.activeElement === field()).toBe(true)
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 0, pii: 1 } }, undefined])
  // "Is the water of our well safe?": the two words before the last.
  await userEvent.keyboard('xy{Backspace}{Delete}')
  expect(field().value).toBe('Is the water of our well safe?')
  field().setSelectionRange(0, 0)
  await userEvent.keyboard('{Control>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Control}')
  await userEvent.keyboard('{Control>}{Shift>}{ArrowRight}{ArrowRight}{/Shift}{/Control}{Enter}')
  const evidence = [{ label: 'pii', start: 16, end: 24 }]
  await expect.poll(() => drawn.gives.at(-1)).toEqual([{ labels: { spam: 0, pii: 1 }, evidence }, undefined])
  await expect.element(page.getByText('Marked: our well')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.poll(focused).toBe('pii')
  expect(groupOf('pii').parentElement?.textContent).toContain('our well')
  await userEvent.keyboard('n')
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 0, pii: 0 } }, undefined])
})

it('a passage is marked with the mouse, and the mark taken away again', async () => {
  await open({ labels: { spam: 1 } })
  await userEvent.click(page.getByRole('button', { name: 'Mark the passage: Spam' }))
  field().setSelectionRange(3, 4)
  await userEvent.click(page.getByRole('button', { name: 'Mark what is selected' }))
  const evidence = [{ label: 'spam', start: 3, end: 4 }]
  await expect.poll(() => drawn.gives.at(-1)).toEqual([{ labels: { spam: 1 }, evidence }, undefined])
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => document.querySelector('[role=dialog]')).toBe(null)
  await userEvent.click(page.getByRole('button', { name: 'Clear the mark: t' }))
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 1 } }, undefined])
  expect(focused()).toBe('spam')
})

it('passages of a draft stand where they were marked', async () => {
  const draft = { labels: { spam: 0, pii: 1 }, evidence: [{ label: 'pii', start: 7, end: 12 }] }
  await open(draft)
  expect(drawn.gives.at(-1)?.[0]).toEqual(draft)
  expect(groupOf('pii').parentElement?.querySelector('mark')?.textContent).toBe('water')
})

it('an answer is taken back by key and by button, and the focus stays in its row', async () => {
  await open({ labels: { spam: 0, pii: 1 } })
  enter('pii')
  await userEvent.keyboard('{Backspace}')
  expect(drawn.gives.at(-1)).toEqual([{ labels: { spam: 0 } }, undefined])
  await userEvent.click(groupOf('spam').parentElement!.querySelector('button')!)
  expect(drawn.gives.at(-1)).toEqual([undefined, 'judge-missing'])
  expect(focused()).toBe('spam')
})
