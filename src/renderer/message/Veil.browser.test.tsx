import type { ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { WordsProvider } from '../words/words.tsx'
import { MessageText, OthersText, type Shown } from './Message.tsx'
import { NotForMe } from './Veil.tsx'

let root: Root
let place: HTMLElement
let left: string[]
beforeEach(() => {
  left = []
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
})
afterEach(() => {
  root.unmount()
  place.remove()
})

function draw(text: string, more: Partial<Shown> = {}): void {
  const message: Shown = { role: 'assistant', lang: 'en', text, ...more }
  render(<OthersText message={message} />)
}
function render(drawn: ReactNode): void {
  root.render(
    <WordsProvider>
      <NotForMe value={() => left.push('left')}>{drawn}</NotForMe>
    </WordsProvider>
  )
}
/** What a screen reader would say: nothing of what is covered. */
const heard = () =>
  [...place.querySelectorAll('p')].filter((each) => !each.closest('[inert]')).map((p) => p.textContent)

it('what warns of itself is covered, also for a screen reader, until somebody wants it; they may leave instead', async () => {
  draw('CW: violence\n\nHe took a stick.')
  await expect.poll(heard).toEqual([expect.stringContaining('warns')])
  const covered = place.querySelector('[inert]')
  expect(covered && getComputedStyle(covered).filter).toContain('blur')
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => heard().join()).toContain('He took a stick.')
  expect(place.querySelector('[inert]')).toBeNull()
  await page.getByRole('button', { name: /Not for me/ }).click()
  expect(left).toEqual(['left'])
})

it('what reviewers found hard to read is covered, and nothing is said of what they gave', async () => {
  draw('A calm text.', { sensitive: true })
  await expect.poll(() => heard().join().trim()).toBe('Reviewers found that this message may be hard to read.')
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(() => heard().join()).toContain('A calm text.')
})

it('what is calm is not covered', async () => {
  draw('A calm text.')
  await expect.poll(() => heard().join()).toContain('A calm text.')
  expect(place.querySelector('[inert]')).toBeNull()
})

it('what somebody has written themselves is not covered', async () => {
  render(<MessageText text={'CW: violence\n\nHe took a stick.'} lang="en" />)
  await expect.poll(() => heard().join()).toContain('He took a stick.')
  expect(place.querySelector('[inert]')).toBeNull()
})
