import { expect, it } from 'vitest'
import type { Content } from '../core/fact/fact.ts'
import { readOwnTexts } from './own-texts.ts'
import { openMemoryStore } from './store/memory.ts'

it('the texts of items are whole, newest first, and without what is no text', async () => {
  const store = openMemoryStore()
  const put = (id: string, saved: number, order: number, ...contents: Content[]) =>
    store.transact('strict', (tx) => tx.put('items', { id, device: 'd', saved, order, contents }))
  await put('b', 5, 1, { kind: 'piece', v: 1, text: 'Long ' }, { kind: 'assistant_reply', v: 1, text: 'one.' })
  await put('a', 5, 0, { kind: 'assistant_reply', v: 1, text: 'Short.' })
  await put('c', 9, 2, { kind: 'label_assistant_reply', v: 1, labels: {} })
  await put('d', 7, 3, { kind: 'initial_prompt', v: 1, text: 'Why?' })
  expect(await store.transact('relaxed', readOwnTexts)).toEqual([
    { id: 'd', text: 'Why?' },
    { id: 'b', text: 'Long one.' },
    { id: 'a', text: 'Short.' }
  ])
})
