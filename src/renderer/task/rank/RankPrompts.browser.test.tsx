import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import { RankWork } from './RankWork.tsx'

const part = drawnPart(RankWork, {
  kind: 'rank_initial_prompts',
  lang: 'en',
  thread: [],
  candidates: ['How deep is our well?', 'Hi.', 'Why?'].map((text) => ({ role: 'prompter', lang: 'en', text }))
})

it('prompts are called so, with nothing above them that they reply to', async () => {
  part.open()
  const names = () =>
    [...document.querySelectorAll('h2')].map((name) => name.textContent?.replace(/[\u2068\u2069]/g, ''))
  await expect.poll(names).toEqual(['Prompt A', 'Prompt B', 'Prompt C'])
  expect(document.querySelector('section')).toBeNull()
  expect(document.querySelector('[role=radiogroup]')?.textContent).toContain('start a conversation')
  document.querySelector<HTMLElement>('[data-card="1"]')!.focus()
  await userEvent.keyboard('u')
  expect(document.activeElement?.getAttribute('aria-label')?.replace(/[\u2068\u2069]/g, '')).toBe('Prompt B, left out')
  expect(part.gives.at(-1)).toEqual([{ order: [0, 2] }, undefined])
})
