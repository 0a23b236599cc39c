import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { WordsProvider } from '../words/words.tsx'
import { PaletteView } from './Palette.tsx'
import type { Entry } from './use-entries.ts'

/** A busy machine draws late. */
const WAIT = { timeout: 10_000 }

let root: Root
let place: HTMLElement
let done: string[]
const entry = (id: string, words: string, english: string, more: Partial<Entry> = {}): Entry => ({
  ...{ id, words, english, run: () => void done.push(id) },
  ...more
})
const ENTRIES = [
  entry('finish', 'Erledigen', 'Finish and next', { keys: ['Ctrl', 'Enter'] }),
  entry('/settings', 'Einstellungen', 'Settings'),
  entry('dark', 'Aussehen: dunkel', 'Appearance: Dark', { isRare: true })
]
beforeEach(async () => {
  done = []
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
  root.render(
    <WordsProvider>
      <PaletteView entries={ENTRIES} onClose={() => done.push('closed')} />
    </WordsProvider>
  )
  await expect.poll(input, WAIT).not.toBeNull()
})
afterEach(() => {
  root.unmount()
  place.remove()
})

const input = () => document.querySelector<HTMLInputElement>('[role="combobox"]')
const options = () => [...document.querySelectorAll('[role="option"]')]
const chosen = () => {
  const id = input()?.getAttribute('aria-activedescendant')
  return id ? document.getElementById(id)?.textContent : undefined
}

it('is a combobox with its list: what stands first is chosen, arrows lead on, Enter does it', async () => {
  expect(document.activeElement).toBe(input())
  await expect
    .poll(() => document.getElementById(input()?.getAttribute('aria-controls') ?? '')?.role, WAIT)
    .toBe('listbox')
  expect([input()?.ariaExpanded, input()?.ariaAutoComplete, input()?.labels?.[0]?.textContent]).toEqual([
    'true',
    'list',
    'What are you looking for?'
  ])
  expect(options()).toHaveLength(2)
  await userEvent.keyboard('ein')
  await expect.poll(chosen, WAIT).toContain('Einstellungen')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => done, WAIT).toEqual(['closed', '/settings'])
})

it('finds by the English word too, and shows it; what is not found is said', async () => {
  await userEvent.keyboard('finish')
  await expect
    .poll(() => options().map(({ textContent }) => textContent), WAIT)
    .toEqual(['ErledigenFinish and nextCtrlEnter'])
  await userEvent.keyboard('{Control>}a{/Control}dark')
  await expect.poll(chosen, WAIT).toContain('dunkel')
  await userEvent.keyboard('{Control>}a{/Control}coffee')
  await expect
    .poll(() => document.querySelector('[role="status"]')?.textContent, WAIT)
    .toBe('Nothing here is called so.')
})

it('Esc empties the field, and then closes', async () => {
  await userEvent.keyboard('x{Escape}')
  await expect.poll(() => input()?.value, WAIT).toBe('')
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => done, WAIT).toEqual(['closed'])
})
