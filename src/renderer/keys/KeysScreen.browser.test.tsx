import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { HelpProvider } from '../help/HelpProvider.tsx'
import { WordsProvider } from '../words/words.tsx'
import { chordsOf, commandOf, letSingles, openBindings, unbind } from './bindings.ts'
import { KeysScreen } from './KeysScreen.tsx'

/** A busy machine draws late. */
const WAIT = { timeout: 10_000 }

let root: Root
let place: HTMLElement
beforeEach(async () => {
  openBindings('keys of a test')
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
  root.render(
    <WordsProvider>
      <HelpProvider>
        <KeysScreen />
      </HelpProvider>
    </WordsProvider>
  )
  await expect.poll(() => place.querySelectorAll('li').length, WAIT).toBeGreaterThan(20)
})
afterEach(() => {
  unbind()
  letSingles(true)
  root.unmount()
  place.remove()
})

const button = (name: string) =>
  [...place.querySelectorAll('button')].find((each) => (each.ariaLabel ?? each.textContent) === name)
const said = () =>
  [...place.querySelectorAll('[role="status"]')]
    .map((each) => each.textContent?.replaceAll(/[\u2066\u2069]/g, ''))
    .join('')

async function changes(name: string, key: string) {
  button(`Change the key: ${name}`)?.focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => document.activeElement?.textContent, WAIT).toContain('Press the new key')
  await userEvent.keyboard(key)
}

it('a key is changed by pressing it, by keyboard alone, and the focus comes back to its row', async () => {
  await changes('not sure', 'q')
  await expect.poll(said, WAIT).toContain('“not sure” is on Q now')
  expect(chordsOf('unsure')).toEqual(['q'])
  expect(document.activeElement).toBe(button('Change the key: not sure'))
  button('Reset: not sure')?.focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => chordsOf('unsure'), WAIT).toEqual(['u'])
})

it('no two buttons have the same name, and each name begins with what its button shows', () => {
  const buttons = [...place.querySelectorAll('li button')]
  const names = buttons.map((each) => each.ariaLabel ?? each.textContent ?? '')
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  expect(buttons.filter((each, at) => !names[at]?.startsWith(each.textContent ?? ''))).toEqual([])
  expect(names).toContain('Change the key: In a task: Skip')
})

it('a conflict is told with both names, and nothing changes unless the key is taken', async () => {
  await changes('not sure', 'y')
  await expect.poll(said, WAIT).toContain('Y does “Answer “Yes”” already. “not sure” is still where it was')
  expect(chordsOf('unsure')).toEqual(['u'])
  button('Take it for “not sure”')?.focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => [chordsOf('unsure'), chordsOf('yes')], WAIT).toEqual([['y'], []])
})

it('Esc leaves the key, a key that the screen needs is refused, and no key does what it did before meanwhile', async () => {
  await changes('Finish and next', '{Escape}')
  await expect.poll(() => document.activeElement, WAIT).toBe(button('Change the key: Finish and next'))
  await changes('Finish and next', '{Enter}')
  await expect.poll(said, WAIT).toContain('needs')
  await changes('Finish and next', '{F1}')
  await expect.poll(said, WAIT).toContain('does “Show this list” already')
  expect(document.querySelector('[role="dialog"]')).toBeNull()
  expect(chordsOf('finish')).toEqual(['Mod+Enter'])
})

it('keys that write are switched off as a whole, and their rows say so', async () => {
  await userEvent.click(place.querySelector('[type="checkbox"]') as HTMLElement)
  expect(commandOf(new KeyboardEvent('keydown', { key: 'u', code: 'KeyU' }), 'judge')).toBeUndefined()
  await expect.poll(() => place.textContent, WAIT).toContain('no key')
})
