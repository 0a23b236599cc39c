import { createRoot } from 'react-dom/client'
import { afterEach, expect, it } from 'vitest'
import { WordsProvider } from '../words/words.tsx'
import { Dialog } from './Dialog.tsx'
import { Field } from './Field.tsx'

const place = document.body.appendChild(document.createElement('div'))
const root = createRoot(place)
afterEach(() => {
  root.unmount()
  place.remove()
  Reflect.deleteProperty(navigator, 'maxTouchPoints')
})

it('a question with a field shows at once on a computer that has a touch screen and a keyboard', async () => {
  Object.defineProperty(navigator, 'maxTouchPoints', { value: 10, configurable: true })
  const drawn = new Promise<string[]>((done) => {
    const watch = new MutationObserver(() => {
      const field = document.querySelector('[role="dialog"] input')
      if (!field) return
      watch.disconnect()
      requestAnimationFrame(() => done(hiding(field)))
    })
    watch.observe(document.body, { childList: true, subtree: true })
  })
  root.render(
    <WordsProvider>
      <Dialog title="Which?" isOpen onClose={() => {}}>
        <Field label="Name" value="" onChange={() => {}} autoFocus />
      </Dialog>
    </WordsProvider>
  )
  expect(await drawn).toEqual([])
  expect(document.activeElement?.tagName).toBe('INPUT')
})

/** What around it makes it invisible. */
function hiding(element: Element): string[] {
  const found: string[] = []
  for (let around: Element | null = element; around; around = around.parentElement) {
    const { opacity, clip, clipPath, maskImage } = getComputedStyle(around)
    const style = { opacity, clip, clipPath, maskImage }
    if (JSON.stringify(style) !== JSON.stringify(SEEN)) found.push(`${around.className}: ${JSON.stringify(style)}`)
  }
  return found
}

const SEEN = { opacity: '1', clip: 'auto', clipPath: 'none', maskImage: 'none' }
