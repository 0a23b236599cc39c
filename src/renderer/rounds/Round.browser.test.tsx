import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { JudgeWork } from '../task/judge/JudgeWork.tsx'
import { RankWork } from '../task/rank/RankWork.tsx'
import { WriteWork } from '../task/write/WriteWork.tsx'
import { WordsProvider } from '../words/words.tsx'
import { RoundOfferView } from './RoundOffer.tsx'
import { RoundView } from './RoundView.tsx'
import { loadRound, type RoundKind } from './rounds.ts'

let root: Root | undefined
let looked = 0
beforeEach(async () => {
  await page.viewport(1366, 768)
  looked = 0
})
afterEach(() => root?.unmount())

async function open(kind: RoundKind): Promise<void> {
  const round = await loadRound(kind, 'en')
  const Part = kind.startsWith('label_') ? JudgeWork : kind.startsWith('rank_') ? RankWork : WriteWork
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <RoundView round={round} Part={Part} then="/task/b/0" onAgain={() => {}} onLooked={() => looked++} />
    </WordsProvider>
  )
  await expect.element(page.getByRole('heading', { level: 1, name: 'Practice:', exact: false })).toBeVisible()
}
const LOOK = '{Control>}{Enter}{/Control}'
const text = (words: string) => page.getByText(words, { exact: false })

it('judging is practised by keys alone: the same and another answer are told apart, and why', async () => {
  await open('label_initial_prompt')
  await expect.poll(() => document.activeElement?.closest('[data-label]')?.getAttribute('data-label')).toBe('spam')
  // It belongs to no batch.
  expect(document.querySelector('a[href^="/triage"]')).toBeNull()
  await userEvent.keyboard(`nnn${LOOK}`)
  await expect.element(text('You answer 1 of 4 as they do.')).toBeVisible()
  expect(document.activeElement?.textContent).toBe('What experienced people say')
  const rows = [...document.querySelectorAll('li')].map((row) => row.textContent)
  expect(rows[0]).toBe('SpamThey NoYou NoThe same')
  expect(rows[1]).toBe('Personal dataThey YesYou NoNot the same')
  await expect.element(text('that is personal data')).toBeVisible()
  expect(looked).toBe(1)
})

it('ranking is practised, also with an order that nobody touched', async () => {
  await open('rank_assistant_replies')
  await expect.poll(() => document.activeElement?.getAttribute('data-card')).toBe('0')
  await userEvent.keyboard(LOOK)
  await expect.element(text('Of 6 pairs you put 3 as they do.')).toBeVisible()
})

it('writing is practised: one of many good texts stands beside the own one', async () => {
  await open('assistant_reply')
  await userEvent.keyboard(LOOK)
  await expect.element(text('Do the task first')).toBeVisible()
  await expect.poll(() => document.activeElement?.tagName).toBe('TEXTAREA')
  await userEvent.keyboard(`Yes, but early is better.${LOOK}`)
  await expect.element(text('There are many good texts.')).toBeVisible()
  await expect.element(text('Yes, but early is better.')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'To the task', exact: false })).toBeVisible()
})

it('letters of the same moment are looked at too', async () => {
  await open('assistant_reply')
  await expect.poll(() => document.activeElement?.tagName).toBe('TEXTAREA')
  const field = document.activeElement as HTMLTextAreaElement
  // Nothing is drawn between them.
  field.setRangeText('Yes, but early is better.')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true }))
  await expect.element(text('Yes, but early is better.')).toBeVisible()
  await expect.element(text('There are many good texts.')).toBeVisible()
})

it('practising is offered and never forced: one press and it is gone', async () => {
  let declined = 0
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <RoundOfferView kind="assistant_reply" then="/task/b/0" onLater={() => declined++} />
    </WordsProvider>
  )
  const way = page.getByRole('link', { name: 'Practise first' })
  await expect.element(way).toHaveAttribute('href', '/round/assistant_reply?then=%2Ftask%2Fb%2F0')
  await userEvent.click(page.getByRole('button', { name: 'Not now' }))
  await expect.poll(() => document.querySelector('aside')).toBeNull()
  expect(declined).toBe(1)
})
