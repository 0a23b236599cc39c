import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { aComputer, draftOf, put, taskOf, works } from '../journal/examples/computer.ts'
import { keepVersion } from '../versions.ts'
import { asJsonLines, asText, dateOf, readOwnWords } from './own-words.ts'

it('[BK8] all words are there, drafts, earlier versions and notes too, without a hub or a key', async () => {
  const store = await works(aComputer())
  const notes = new Y.Doc()
  notes.getText('notes').insert(0, 'Ugari: a porridge')
  await put(store, async (tx) => {
    const thread = [{ role: 'prompter' as const, lang: 'sw', text: 'Ugali\nni nini?' }]
    await tx.put('tasks', { ...taskOf(3), thread })
    await tx.put('drafts', draftOf(3, 'half\n# a sen'))
    await tx.put('drafts', { ...draftOf(9, 'its task is gone'), kind: 'prompter_reply', lang: 'ja', saved: 8 })
    await keepVersion(tx, { batch: taskOf(3).batch, place: 3, value: { text: 'at first' }, saved: 5 })
    await tx.put('updates', { document: 'notes/sw', n: 0, bytes: Y.encodeStateAsUpdate(notes) })
  })
  const { words } = await readOwnWords(store)
  expect(words.map(({ is, text }) => [is, text])).toEqual([
    ['item', 'reply 0'],
    ['item', 'reply 1'],
    ['item', 'reply 2'],
    ['version', 'at first'],
    ['draft', 'half\n# a sen'],
    ['draft', 'its task is gone'],
    ['notes', 'Ugari: a porridge']
  ])
  const lines = asJsonLines(words).trimEnd().split('\n')
  expect(JSON.parse(lines[4] ?? '')).toEqual({
    ...{ is: 'draft', kind: 'assistant_reply', lang: 'sw', saved: '1970-01-01T00:00:00+00:00', state: 'draft' },
    ...{ about: 'Ugali\nni nini?', text: 'half\n# a sen', given: {} }
  })
  const text = asText(words, { title: 'Mine', heading: ({ is }) => is, about: 'Answers:' })
  expect(text).toContain('## draft\n\nAnswers:\n\n> Ugali\n> ni nini?\n\nhalf\n# a sen\n')
})

it('[BK8] whatever the clock said when they were saved', () => {
  expect([dateOf(473_385_600_000), dateOf(3_087_000_000_000), dateOf(-1)]).toEqual([
    '1985-01-01T00:00:00+00:00',
    '2067-10-28T04:00:00+00:00',
    '-1'
  ])
})
