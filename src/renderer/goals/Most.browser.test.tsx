import { createRoot, type Root } from 'react-dom/client'
import { afterEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { Told } from '../../client/progress.ts'
import { POINTS } from '../../core/progress/tally.ts'
import { WordsProvider } from '../words/words.tsx'
import { Most } from './Most.tsx'

const TOLD: Told = {
  ...{ at: 1, came: 1000, week: [2, 0, 0], all: [2, 0, 0], workers: 2, langs: [], goals: [] },
  people: [
    { name: 'Ada', points: 16, place: 1 },
    { name: 'Bo', points: 8, place: 2 }
  ],
  mine: { place: 2, points: 8, of: 2 }
}
let root: Root | undefined
afterEach(() => root?.unmount())

function draws(listed: boolean, onListed = vi.fn(async () => {})) {
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <Most told={TOLD} listed={listed} onListed={onListed} />
    </WordsProvider>
  )
  return onListed
}

it('people are listed only on wish, and then the formula of the score is published with them, for every kind of task', async () => {
  draws(true)
  await expect.element(page.getByRole('button', { name: 'Show the list' })).toBeVisible()
  expect(document.body.textContent).not.toContain('Ada')
  await page.getByRole('button', { name: 'Show the list' }).click()
  await expect.element(page.getByText('You: place 2 of 2, with 8 points.')).toBeVisible()
  const numbers = [...document.querySelectorAll('table')].at(-1)?.querySelectorAll('tbody td') ?? []
  expect([...numbers].map((cell) => Number(cell.textContent))).toEqual(Object.values(POINTS))
})

it('whoever does not want to be named says so there, and is told no place', async () => {
  const onListed = draws(true)
  await page.getByText('No', { exact: true }).click()
  expect(onListed).toHaveBeenCalledWith(false)
  root?.unmount()
  draws(false)
  await page.getByRole('button', { name: 'Show the list' }).click()
  await expect.element(page.getByText('Ada')).toBeVisible()
  expect(document.body.textContent).not.toContain('You: place')
})
