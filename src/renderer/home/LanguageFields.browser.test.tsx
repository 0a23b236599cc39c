import { useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { MOST_LANGUAGES } from '../welcome/my-languages.ts'
import { WordsProvider } from '../words/words.tsx'
import { LanguageFields } from './LanguageFields.tsx'

const LANGUAGES = [
  { tag: 'sw', own: 'Kiswahili', name: 'Swahili' },
  { tag: 'am', own: 'አማርኛ', name: 'Amharic' }
]

let root: Root
let typed: readonly string[]

function Fields() {
  const [now, setNow] = useState<readonly string[]>(['Kiswahili'])
  typed = now
  return <LanguageFields languages={LANGUAGES} typed={now} onChange={setNow} isAsked={false} autoFocus={false} />
}

beforeEach(async () => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <Fields />
    </WordsProvider>
  )
  await expect.poll(() => fields().length).toBe(1)
})
afterEach(() => root.unmount())

const fields = () => [...document.querySelectorAll<HTMLInputElement>('[role=combobox]')]
const add = () => page.getByRole('button', { name: 'Another language too' })

it('another language has the focus at once, and can be taken away again', async () => {
  await userEvent.click(add())
  expect(document.activeElement).toBe(fields()[1])
  await userEvent.keyboard('am')
  expect(typed).toEqual(['Kiswahili', 'am'])
  await userEvent.keyboard('{Escape}')
  await userEvent.click(page.getByRole('button', { name: 'Without this language: am' }))
  expect(typed).toEqual(['Kiswahili'])
  expect(document.activeElement?.textContent).toContain('Another language too')
})

it('there are no more than a wish may name, and none beside any language', async () => {
  for (let more = 1; more < MOST_LANGUAGES; more++) await userEvent.click(add())
  expect(fields()).toHaveLength(MOST_LANGUAGES)
  await expect.element(add()).toBeDisabled()
  await userEvent.fill(fields()[0]!, '')
  await expect.element(add()).not.toBeInTheDocument()
  expect(fields()).toHaveLength(1)
})
