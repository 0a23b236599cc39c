import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import type { Given } from '../task-work.ts'
import { RankWork } from './RankWork.tsx'

const part = drawnPart(RankWork, {
  kind: 'rank_assistant_replies',
  lang: 'en',
  thread: [{ role: 'prompter', lang: 'en', text: 'Is the water of our well safe?' }],
  candidates: ['Yes.', 'No.', 'Boil it.', 'Ask.'].map((text) => ({ role: 'assistant', lang: 'en', text }))
})

async function open(draft?: Given): Promise<void> {
  part.open(draft)
  await expect.poll(() => drawn().length).toBe(4)
}

const drawn = () => [...document.querySelectorAll<HTMLElement>('[data-card]')].map((card) => Number(card.dataset.card))
const focused = () => Number(document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card)
const cardOf = (card: number) => document.querySelector<HTMLElement>(`[data-card="${card}"]`)!
const button = (card: number, at: number) => cardOf(card).querySelectorAll('button')[at]!

it('a whole ranking goes by keys alone, a tie included, and the focus stays on the card that moves', async () => {
  await open()
  cardOf(0).focus()
  await userEvent.keyboard('3')
  expect(drawn()).toEqual([1, 2, 0, 3])
  expect(focused()).toBe(0)
  await userEvent.keyboard('=')
  expect(part.gives.at(-1)).toEqual([{ order: [1, [2, 0], 3] }, undefined])
  await userEvent.keyboard('{ArrowRight}{Home}')
  expect(focused()).toBe(3)
  expect(part.gives.at(-1)).toEqual([{ order: [3, 1, [2, 0]] }, undefined])
  await userEvent.keyboard('[BracketRight]')
  expect(part.gives.at(-1)).toEqual([{ order: [1, 3, [2, 0]] }, undefined])
})

it('a card is left out and taken in by key, and the good enough end at a card', async () => {
  await open()
  cardOf(1).focus()
  await userEvent.keyboard('u')
  expect(drawn()).toEqual([0, 2, 3, 1])
  expect(focused()).toBe(1)
  expect(part.gives.at(-1)).toEqual([{ order: [0, 2, 3] }, undefined])
  await userEvent.keyboard('=g')
  expect(part.gives.at(-1)).toEqual([{ order: [0, 2, 3] }, undefined])
  cardOf(2).focus()
  await userEvent.keyboard('=g')
  expect(part.gives.at(-1)).toEqual([{ order: [[0, 2], 3], good: 2 }, undefined])
  await userEvent.keyboard('u')
  expect(part.gives.at(-1)).toEqual([{ order: [0, 3], good: 1 }, undefined])
  cardOf(1).focus()
  await userEvent.keyboard('1')
  expect(part.gives.at(-1)).toEqual([{ order: [1, 0, 3], good: 1 }, undefined])
  await userEvent.keyboard('g')
  expect(part.gives.at(-1)).toEqual([{ order: [1, 0, 3] }, undefined])
})

it('how many are good enough is chosen below the cards too, none among them, and taken back', async () => {
  await open()
  const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]
  expect(radios().map(({ value }) => value)).toEqual(['0', '1', '2', '3', '4'])
  radios()[0]!.focus()
  await userEvent.keyboard(' ')
  expect(part.gives.at(-1)).toEqual([{ order: [0, 1, 2, 3], good: 0 }, undefined])
  await userEvent.click(page.getByText('Clear'))
  expect(part.gives.at(-1)).toEqual([{ order: [0, 1, 2, 3] }, undefined])
})

it('what stands beside the box that none can be ranked is so with and without its tick: the order is handed in', async () => {
  await open()
  const box = document.querySelector<HTMLInputElement>('input[type=checkbox]')!
  const note = () => document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent
  expect(note()).toBe('The order above is handed in either way.')
  cardOf(0).focus()
  await userEvent.keyboard('3')
  expect(part.gives.at(-1)).toEqual([{ order: [1, 2, 0, 3] }, undefined])
  box.click()
  await expect.poll(() => part.gives.at(-1)).toEqual([{ order: [1, 2, 0, 3], not_rankable: true }, undefined])
  expect(note()).toBe('The order above is handed in either way.')
})

it('an order of fewer than two is no order, unless none of them can be ranked', async () => {
  await open({ order: [0, 1] })
  cardOf(1).focus()
  await userEvent.keyboard('u')
  expect(part.gives.at(-1)).toEqual([{ order: [0] }, 'rank-missing'])
  cardOf(0).focus()
  await userEvent.keyboard('u')
  expect(part.gives.at(-1)).toEqual([{ order: [] }, 'rank-missing'])
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await expect.poll(() => part.gives.at(-1)).toEqual([{ order: [], not_rankable: true }, undefined])
})

it('an untouched order is nothing given, and asks whether it is meant', async () => {
  await open()
  const given = { order: [0, 1, 2, 3] }
  expect(part.gives).toEqual([[undefined, { question: 'rank-really', yes: 'rank-confirm', given }]])
})

it('a draft comes back as it was left, and may be finished as it stands', async () => {
  const draft = { order: [2, [0, 3]], good: 3, not_rankable: true }
  await open(draft)
  expect(drawn()).toEqual([2, 0, 3, 1])
  expect(part.gives.at(-1)).toEqual([draft, undefined])
})

it('a button that its own move switches off gives the focus to its card', async () => {
  await open()
  button(1, 1).focus()
  await userEvent.keyboard('{Enter}')
  expect(drawn()).toEqual([1, 0, 2, 3])
  expect(button(1, 1).disabled).toBe(true)
  expect(document.activeElement).toBe(cardOf(1))
})

it('keys with a modifier stay with the browser', async () => {
  await open()
  cardOf(1).focus()
  await userEvent.keyboard('{Control>}1{/Control}')
  expect(drawn()).toEqual([0, 1, 2, 3])
})

it('in a narrow window the cards lie below each other, and arrows lead up and down', async () => {
  await page.viewport(390, 844)
  await open()
  cardOf(0).focus()
  await userEvent.keyboard('{ArrowDown}')
  expect(focused()).toBe(1)
  await userEvent.keyboard('{ArrowRight}')
  expect(focused()).toBe(1)
})
