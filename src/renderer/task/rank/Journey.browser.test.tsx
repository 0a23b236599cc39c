import { expect, it } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import { RankWork } from './RankWork.tsx'

const LONG = Array.from({ length: 60 }, (_, n) => `Line ${n}.`).join('\n\n')
const part = drawnPart(RankWork, {
  kind: 'rank_assistant_replies',
  lang: 'en',
  thread: [{ role: 'prompter', lang: 'en', text: 'Is the water of our well safe?' }],
  candidates: ['Yes.', 'No.', 'Boil it.', 'Ask.'].map((text) => ({
    ...{ role: 'assistant', lang: 'en' },
    text: `${text}\n\n${LONG}`
  }))
})

async function open(): Promise<void> {
  part.open()
  await expect.poll(() => cards().length).toBe(4)
  const frame = document.querySelector<HTMLElement>('ol')!.parentElement!.parentElement!
  frame.style.blockSize = '640px'
  cards()[0]!.focus()
}
const cards = () => [...document.querySelectorAll<HTMLElement>('[data-card]')]
const isShortened = () => document.querySelector('[data-seen="false"]') !== null

/** What is pressed, what then has the focus, and what the live region says: the whole journey as it is heard. */
const JOURNEY = [
  ['', 'article "Reply A, place 1 of 4"', ''],
  // C is best …
  ['{ArrowRight}{ArrowRight}', 'article "Reply C, place 3 of 4"', ''],
  ['1', 'article "Reply C, place 1 of 4"', 'Reply C, now 1 of 4'],
  // … then D …
  ['{ArrowRight}{ArrowRight}{ArrowRight}', 'article "Reply D, place 4 of 4"', 'Reply C, now 1 of 4'],
  ['2', 'article "Reply D, place 2 of 4"', 'Reply D, now 2 of 4'],
  // … and A, which is as good.
  ['{ArrowRight}', 'article "Reply A, place 3 of 4"', 'Reply D, now 2 of 4'],
  ['=', 'article "Reply A, place 2 of 4, equal with D"', 'Reply A, now 2 of 4, equal with D']
] as const

it('four long replies are ranked with one tie in fewer than 12 presses, and each step is told', async () => {
  await open()
  await expect.poll(isShortened).toBe(true)
  for (const [keys, focused, said] of JOURNEY) {
    if (keys !== '') await userEvent.keyboard(keys)
    await expect.poll(heard).toEqual([focused, said])
  }
  expect(part.gives.at(-1)).toEqual([{ order: [2, [3, 0], 1] }, undefined])
  const presses = JOURNEY.flatMap(([keys]) => keys.match(/\{.*?\}|./g) ?? [])
  // And one that finishes.
  expect(presses.length + 1).toBe(10)
})

it('Page Down and Page Up read on in the card that is chosen', async () => {
  await open()
  const text = () => cards()[0]!.querySelector('[data-text]')!.scrollTop
  await userEvent.keyboard('{PageDown}{PageDown}')
  const down = text()
  expect(down).toBeGreaterThan(100)
  expect(document.activeElement).toBe(cards()[0])
  await userEvent.keyboard('{PageUp}')
  expect(text()).toBeLessThan(down)
})

it('a card is dragged onto another one to tie, before another one, and put back with Esc', async () => {
  await open()
  const drag = (from: number, onto: number, part: number) =>
    userEvent.dragAndDrop(grip(from), cardOf(onto), {
      targetPosition: { x: cardOf(onto).offsetWidth * part, y: 200 },
      steps: 5
    })
  await drag(3, 1, 0.5)
  await expect.poll(() => part.gives.at(-1)).toEqual([{ order: [0, [1, 3], 2] }, undefined])
  await drag(2, 0, 0.1)
  await expect.poll(() => part.gives.at(-1)).toEqual([{ order: [2, 0, [1, 3]] }, undefined])
  expect(document.activeElement).toBe(cardOf(2))
  // It slides to its place first.
  await expect.poll(() => cardOf(2).getBoundingClientRect().x).toBe(0)
  const { x, y } = grip(2).getBoundingClientRect()
  pointer('pointerdown', grip(2), x + 5, y + 5)
  pointer('pointermove', window, x + 700, y + 5)
  await expect.poll(() => document.querySelector('[data-drop]')).not.toBeNull()
  await userEvent.keyboard('{Escape}')
  pointer('pointerup', window, x + 700, y + 5)
  expect(document.querySelector('[data-drop]')).toBeNull()
  expect(part.gives.at(-1)).toEqual([{ order: [2, 0, [1, 3]] }, undefined])
})

const cardOf = (card: number) => document.querySelector<HTMLElement>(`[data-card="${card}"]`)!
const grip = (card: number) => cardOf(card).querySelector<HTMLElement>('header > span')!
function pointer(name: string, target: EventTarget, clientX: number, clientY: number): void {
  target.dispatchEvent(new PointerEvent(name, { bubbles: true, button: 0, clientX, clientY }))
}

type Node = {
  readonly role?: { readonly value: string }
  readonly name?: { readonly value: string }
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value: unknown } }[]
}

/** What has the focus in the accessibility tree of the browser, and what the live region says, without isolates. */
async function heard(): Promise<string[]> {
  const { nodes } = await axTree()
  const node = nodes.findLast(({ properties = [] }) =>
    properties.some(({ name, value }) => name === 'focused' && value.value)
  )
  const said = document.querySelector('p.hide[role=status]')?.textContent ?? ''
  return [`${node?.role?.value} "${node?.name?.value}"`, said].map((words) => words.replace(/[\u2068\u2069]/g, ''))
}

async function axTree(): Promise<{ nodes: Node[] }> {
  const session = cdp() as unknown as { send(method: string, params?: object): Promise<unknown> }
  const { frameTree } = (await session.send('Page.getFrameTree')) as {
    frameTree: { frame: { id: string }; childFrames?: { frame: { id: string; url: string } }[] }
  }
  const frameId = frameTree.childFrames?.[0]?.frame.id ?? frameTree.frame.id
  return (await session.send('Accessibility.getFullAXTree', { frameId })) as { nodes: Node[] }
}
