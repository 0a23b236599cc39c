import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Opening } from './Opening.tsx'

let root: Root
let place: HTMLElement
beforeEach(async () => {
  await page.viewport(1366, 768)
  place = document.body.appendChild(document.createElement('div'))
  place.style.setProperty('--shown', '50vh')
})
afterEach(() => {
  root.unmount()
  place.remove()
})

async function open(lines: number): Promise<void> {
  root = createRoot(place)
  root.render(
    <Opening readAll="Read all" showLess="Show less">
      {Array.from({ length: lines }, (_, at) => (
        <p key={String(at)} style={{ height: 100, margin: 0 }}>
          <a href="#top">Line {at}</a>
        </p>
      ))}
    </Opening>
  )
  await expect.poll(() => place.querySelectorAll('p').length).toBe(lines)
}

const button = () => place.querySelector('button')
const height = () => place.getBoundingClientRect().height

it('what is cut says so, opens whole and closes again', async () => {
  await open(8)
  await expect.poll(() => button()?.textContent).toBe('Read all')
  const before = height()
  await userEvent.click(button()!)
  expect(button()?.textContent).toBe('Show less')
  expect(height()).toBeGreaterThan(800)
  await userEvent.click(button()!)
  await expect.poll(height).toBe(before)
})

it('a window that grows takes the button away as soon as nothing is cut', async () => {
  await open(5)
  await expect.poll(() => button()?.textContent).toBe('Read all')
  await page.viewport(1366, 1100)
  await expect.poll(button).toBeNull()
})

it('a link below the edge that gets the focus is brought into view', async () => {
  await open(8)
  await expect.poll(() => button()?.textContent).toBe('Read all')
  place.querySelectorAll('a')[7]!.focus()
  await expect.poll(() => button()?.textContent).toBe('Show less')
})
