import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WordsProvider } from '../words/words.tsx'
import { MessageText } from './Message.tsx'
import '../design/tokens.css'
import '../design/base.css'

// Titles are lines of docs/regressions.md.

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

async function drawn(text: string, lang: string, selector: string): Promise<HTMLElement[]> {
  root.render(
    <WordsProvider>
      <MessageText text={text} lang={lang} />
    </WordsProvider>
  )
  await expect.poll(() => place.querySelector(selector), { timeout: 10_000 }).not.toBeNull()
  return [...place.querySelectorAll<HTMLElement>(selector)]
}

/** On which side of its box a line of the element begins. */
function beginsAt(element: HTMLElement): 'left' | 'right' {
  const range = document.createRange()
  range.selectNodeContents(element)
  const line = range.getBoundingClientRect()
  const box = element.getBoundingClientRect()
  return line.left - box.left < box.right - line.right ? 'left' : 'right'
}

it('right-to-left text is shown from the right, also where the app is in English, and each block by itself', async () => {
  const text = 'مرحبا بكم\n\nEnglish words\n\n1. أولا\n2. second\n\n> اقتباس\n\n`code` ثم كلام'
  const blocks = await drawn(text, 'ar', 'p, li')
  expect(blocks.map((block) => [block.textContent, beginsAt(block)])).toEqual([
    ['مرحبا بكم', 'right'],
    ['English words', 'left'],
    ['أولا', 'right'],
    ['second', 'left'],
    ['اقتباس', 'right'],
    ['code ثم كلام', 'right']
  ])
})

it('punctuation of a right-to-left sentence stands at its end, and code in it is not turned round', async () => {
  const [line] = await drawn('هل يعمل `a[0] = b;` هنا؟', 'ar', 'p')
  const code = line?.querySelector('code')
  expect(code && getComputedStyle(code).direction).toBe('ltr')
  const mark = document.createRange()
  const last = line?.lastChild as Text
  mark.setStart(last, last.data.indexOf('؟'))
  mark.setEnd(last, last.data.indexOf('؟') + 1)
  // Its end is on the left.
  expect(mark.getBoundingClientRect().left).toBeLessThan(code?.getBoundingClientRect().left ?? 0)
})

it('every message has its language and direction, for fonts, voices and line breaks', async () => {
  const [text] = await drawn('ہمارے پاس تین مرغیاں ہیں', 'ur', '[lang]')
  expect([text?.lang, text?.dir]).toEqual(['ur', 'auto'])
  expect(text && getComputedStyle(text).fontFamily).toContain('Nastaliq')
})
