import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { WordsProvider } from '../words/words.tsx'
import { MessageText } from './Message.tsx'
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

function draw(text: string, more: Omit<Parameters<typeof MessageText>[0], 'text' | 'lang'> = {}, inTask = true): void {
  const drawn = <MessageText text={text} lang="en" {...more} />
  root.render(
    <WordsProvider>{inTask ? <NotForMe value={() => left.push('left')}>{drawn}</NotForMe> : drawn}</WordsProvider>
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

it('what was reported here is covered, and without a task there is nothing to leave', async () => {
  draw('A calm text.', { isReported: true }, false)
  await expect.poll(heard).toEqual([expect.stringContaining('reported')])
  expect(place.querySelectorAll('button')).toHaveLength(1)
})

it('what reviewers found hard to read is covered, and nothing is said of what they gave', async () => {
  draw('A calm text.', { isSensitive: true })
  await expect.poll(() => heard().join().trim()).toBe('Reviewers found that this message may be hard to read.')
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(() => heard().join()).toContain('A calm text.')
})

it.each([
  ['calm', 'A calm text.', {}],
  ['written by oneself', 'CW: violence\n\nHe took a stick.', { isOwn: true, isSensitive: true }]
])('what is %s is not covered', async (_, text, more) => {
  draw(text, more)
  await expect.poll(() => place.textContent).toContain(text.slice(-5))
  expect(place.querySelector('[inert]')).toBeNull()
})
