import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { drawnPart } from '../../examples/drawn.tsx'
import type { Given } from '../task-work.ts'
import { WriteWork } from './WriteWork.tsx'

const drawn = drawnPart(WriteWork, {
  kind: 'assistant_reply',
  lang: 'ar',
  thread: [{ role: 'prompter', lang: 'ar', text: null }]
})

async function open(draft?: Given, stand?: Given): Promise<HTMLTextAreaElement> {
  drawn.open(draft, stand)
  await expect.poll(field).not.toBeNull()
  return field()!
}
const field = () => document.querySelector('textarea')
const shown = () => document.body.textContent ?? ''

it('the field has the language and direction of the task, and what was erased is told in words', async () => {
  const { lang, dir, spellcheck } = await open()
  expect({ lang, dir, spellcheck }).toEqual({ lang: 'ar', dir: 'auto', spellcheck: true })
  expect(shown()).toContain('erased')
})

it('blank is nothing given; a text is given as it stands', async () => {
  const text = await open()
  expect(drawn.gives).toEqual([[undefined, 'write-missing']])
  await userEvent.fill(text, ' نعم ')
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([{ text: ' نعم ' }, undefined])
  await userEvent.fill(text, ' \n')
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([undefined, 'write-missing'])
})

it('a draft is there again, and can be finished at once', async () => {
  expect((await open({ text: 'نعم' })).value).toBe('نعم')
  expect(drawn.gives).toEqual([[{ text: 'نعم' }, undefined]])
})

it('a letter changes nothing of the page around it, and the draft is in the field alone', async () => {
  const text = await open({ text: 'نعم' })
  const changes: string[] = []
  const watch = new MutationObserver((all) => changes.push(...all.map(({ type }) => type)))
  watch.observe(text, { childList: true, characterData: true, attributes: true, subtree: true })
  await userEvent.type(text, 'ab')
  expect(text.value).toBe('نعمab')
  expect([text.textContent, changes]).toEqual(['', []])
  watch.disconnect()
})

it('too long says so, and is kept as a draft all the same', async () => {
  const long = 'あ'.repeat(50_001)
  await userEvent.fill(await open(), long)
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([{ text: long }, 'write-too-long-missing'])
  await expect.poll(shown).toContain('too long')
})

it('once the writer pauses, what may point to a person is shown, and can be given all the same', async () => {
  const text = await open()
  await userEvent.fill(text, 'اكتب إلى anna@tal.de من فضلك.')
  await expect.poll(shown).toContain('anna@tal.de. Leave out')
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([{ text: 'اكتب إلى anna@tal.de من فضلك.' }, undefined])
  await userEvent.fill(text, 'نعم')
  await expect.poll(shown).not.toContain('Leave out')
})

it('a letter is told once it is drawn, once whoever asks wants to know, or as the field goes: never twice', async () => {
  const text = await open({ text: 'a' })
  text.focus()
  const type = (letter: string) => document.execCommand('insertText', false, letter)
  type('b')
  expect(drawn.gives).toEqual([[{ text: 'a' }, undefined]])
  await expect.poll(() => drawn.gives.at(-1)).toEqual([{ text: 'ab' }, undefined])
  type('c')
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([{ text: 'abc' }, undefined])
  type('d')
  drawn.close()
  expect(drawn.gives.map(([given]) => given?.text)).toEqual(['a', 'ab', 'abc', 'abcd'])
})

it('a letter, or a key that is only held, ends at the field, for those who listen around it; a command does not', async () => {
  const text = await open()
  const heard: string[] = []
  const listen = (event: Event) => heard.push(`${event.type} ${event instanceof KeyboardEvent ? event.key : ''}`)
  const names = ['keydown', 'keypress', 'input', 'keyup'] as const
  for (const name of names) document.body.addEventListener(name, listen)
  await userEvent.type(text, 'a')
  await userEvent.keyboard('{Control>}s{/Control}{Escape}')
  for (const name of names) document.body.removeEventListener(name, listen)
  expect(text.value).toBe('a')
  expect(heard).toEqual(['keydown s', 'keydown Escape'])
})

it('while a word is being composed nothing is counted, and nothing written to the field', async () => {
  const text = await open()
  const compose = (type: string) => text.dispatchEvent(new CompositionEvent(type, { bubbles: true }))
  compose('compositionstart')
  await userEvent.type(text, 'ab')
  expect(shown()).toContain('Nothing written yet')
  drawn.settle?.()
  expect(drawn.gives.at(-1)).toEqual([{ text: 'ab' }, undefined])
  compose('compositionend')
  await expect.poll(shown).toContain('1 sentence.')
  expect(text.value).toBe('ab')
})

it('what is undone is the field’s own: word by word, and done again', async () => {
  const text = await open()
  await userEvent.type(text, 'ab cd')
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(text.value).toBe('ab ')
  expect(drawn.gives.at(-1)).toEqual([{ text: 'ab ' }, undefined])
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  expect(text.value).toBe('ab cd')
})

it('what is deleted ahead of the caret, which then stands still, comes back letter by letter with the caret', async () => {
  const text = await open({ text: 'abc' })
  text.focus()
  text.setSelectionRange(0, 0)
  await userEvent.keyboard('{Delete}x{Delete}')
  expect(text.value).toBe('xc')
  const back = []
  for (let n = 0; n < 3; n++) {
    await userEvent.keyboard('{Control>}z{/Control}')
    back.push([text.value, text.selectionStart])
  }
  expect(back).toEqual([
    ['xbc', 1],
    ['bc', 0],
    ['abc', 0]
  ])
})

it('caret, scroll and steps to undo are as they were when the page comes back', async () => {
  // The frame gives the field its height.
  const frame = document.head.appendChild(document.createElement('style'))
  frame.textContent = 'textarea { max-block-size: 200px }'
  const lines = 'line\n'.repeat(200)
  const text = await open({ text: lines })
  text.focus()
  text.setSelectionRange(2, 2)
  await userEvent.keyboard('X')
  text.scrollTop = 700
  await expect.poll(() => drawn.stand?.().scroll).toBe(700)
  const stand = drawn.stand?.()
  drawn.close()

  const again = await open({ text: `liXne\n${lines.slice(5)}` }, stand)
  expect([again.selectionStart, again.selectionEnd]).toEqual([3, 3])
  await expect.poll(() => again.scrollTop).toBe(700)
  again.focus()
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(again.value).toBe(lines)
  frame.remove()
})

it('half a composition is told, and is one step once it ends', async () => {
  const text = await open()
  const compose = (type: string) => text.dispatchEvent(new CompositionEvent(type, { bubbles: true }))
  compose('compositionstart')
  await userEvent.type(text, 'にほん')
  expect(drawn.stand?.().done).toHaveLength(1)
  compose('compositionend')
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(text.value).toBe('')
})
