import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { WordsProvider } from '../words/words.tsx'
import { HelpProvider } from './HelpProvider.tsx'

let root: Root
let place: HTMLElement
beforeEach(async () => {
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
  root.render(
    <WordsProvider>
      <HelpProvider>
        <textarea aria-label="text" />
        <button type="button">b</button>
      </HelpProvider>
    </WordsProvider>
  )
  await expect.poll(() => place.querySelector('button')).not.toBeNull()
})
afterEach(() => {
  root.unmount()
  place.remove()
})

const dialog = () => document.querySelector('[role="dialog"]')
const WAIT = { timeout: 10_000 }

it('the list of keys opens with F1 anywhere, and with ? where nobody writes; Esc leads back', async () => {
  place.querySelector('textarea')?.focus()
  await userEvent.keyboard('?')
  expect([place.querySelector('textarea')?.value, dialog()]).toEqual(['?', null])
  await userEvent.keyboard('{F1}')
  await expect.poll(dialog, WAIT).not.toBeNull()
  await userEvent.keyboard('{Escape}')
  await expect.poll(dialog, WAIT).toBeNull()
  expect(document.activeElement).toBe(place.querySelector('textarea'))
  place.querySelector('button')?.focus()
  await userEvent.keyboard('?')
  await expect.poll(dialog, WAIT).not.toBeNull()
})

it('a key is found by what it does and by its name', async () => {
  await userEvent.keyboard('{F1}')
  await expect.poll(() => document.querySelectorAll('dt').length, WAIT).toBeGreaterThan(20)
  const shown = () => [...document.querySelectorAll('dt')].map(({ textContent }) => textContent)
  await userEvent.keyboard('EQUAL')
  await expect.poll(shown, WAIT).toEqual(['equal to the one before'])
  await userEvent.keyboard('{Control>}a{/Control}backsp')
  await expect.poll(shown, WAIT).toEqual(['not answered'])
  await userEvent.keyboard('{Control>}a{/Control}coffee')
  await expect.poll(() => dialog()?.textContent, WAIT).toContain('No key does that')
})
