import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WordsProvider } from '../words/words.tsx'
import { Markdown } from './Markdown.tsx'

let root: Root
let place: HTMLElement
beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'))
})
afterEach(() => {
  root.unmount()
  place.remove()
})

function draw(text: string): void {
  root = createRoot(place)
  root.render(
    <WordsProvider>
      <Markdown text={text} />
    </WordsProvider>
  )
}

const sorts = () => [...place.querySelectorAll<HTMLElement>('pre [data-sort]')].map((piece) => piece.dataset.sort)

it('code has colours where its language is known, and reads the same with them', async () => {
  const code = 'def f(x):\n    return "a" # b\n'
  draw(`\`\`\`Python\n${code}\`\`\`\n\n\`\`\`klingon\nif x\n\`\`\``)
  await expect.poll(sorts, { timeout: 10_000 }).toEqual(expect.arrayContaining(['word', 'name', 'value', 'aside']))
  expect([...place.querySelectorAll('pre')].map(({ textContent }) => textContent)).toEqual([code, 'if x\n'])
  expect(place.querySelectorAll('pre')[1]?.querySelector('span')).toBeNull()
})

it('formulas are set with what a screen reader reads of them, in a line and as blocks', async () => {
  draw('Since $E = mc^2$, it costs $5:\n\n$$\n\\int_0^1 x\\,dx\n$$')
  await expect.poll(() => place.querySelectorAll('.katex').length, { timeout: 10_000 }).toBe(2)
  expect(place.querySelectorAll('math')).toHaveLength(2)
  expect(place.querySelectorAll('.katex-display')).toHaveLength(1)
  expect(place.textContent).toContain('it costs $5')
})

it.each([
  [
    'leads nowhere',
    '$\\href{javascript:alert(1)}{x} \\url{https://a.example} \\includegraphics{https://a.example/x.png}$'
  ],
  ['is no element of its own', '$\\htmlClass{a}{b} \\htmlStyle{position:fixed}{c} \\htmlData{d=e}{f}$'],
  ['is endless', '$\\def\\a{\\a\\a}\\a$'],
  ['is large', '$\\rule{9999em}{9999em} {\\Huge x}$'],
  ['is no TeX', '$\\notacommand{x} }{$']
])('a formula that %s stays in its place', async (_, text) => {
  draw(`${text}\n\nbehind`)
  await expect.poll(() => place.querySelectorAll('.katex, .katex-error').length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(place.querySelector('a, img, [class="a"], [data-d]')).toBeNull()
  expect(place.querySelector('[style*="fixed"]')).toBeNull()
  expect(place.getBoundingClientRect().height).toBeLessThan(2000)
  expect(place.textContent).toContain('behind')
})
