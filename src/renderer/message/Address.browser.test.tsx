import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { WordsProvider } from '../words/words.tsx'
import { Address } from './Address.tsx'

let root: Root
let place: HTMLElement
beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
})
afterEach(() => {
  root.unmount()
  place.remove()
})

it('a link says where it leads when it is pressed, by keys too, as the browser reads the address', async () => {
  root.render(
    <WordsProvider>
      {/* The first letter is Cyrillic. */}
      <Address address="https://аpple.example/a\u202eb">https://apple.example</Address>
    </WordsProvider>
  )
  await expect.poll(() => place.querySelector('button')).not.toBeNull()
  expect(place.querySelector('a')).toBeNull()
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => place.querySelector('a')?.href).toMatch(/^https:\/\/xn--[^/]*\.example\/a/)
  expect(place.querySelector('bdi')?.textContent).toMatch(/^https:\/\/xn--/)
  expect(place.querySelector('a')?.textContent).toMatch(/xn--/)
  expect(place.querySelector('button')?.ariaExpanded).toBe('true')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => place.querySelector('a')).toBeNull()
})
