import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { writeBatchDocument } from '../../sync/documents/batch.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import { openMemoryStore } from '../store/memory.ts'
import { keepBatch } from './batches.ts'

const PROJECT = 'b2'.repeat(32)
const SHOWN = ['root', 'one', 'two']

/** The tasks that a device keeps of a batch whose lending says this besides: a reply below the first, and a ranking of two. */
async function kept(more: Record<string, unknown>) {
  const hub = await testSigner(1)
  const lending: Content = {
    ...{ kind: 'lending', v: 1, device: 'd3'.repeat(32), until: 2, at: 1, nonce: new Uint8Array(8), lang: 'en' },
    ...{ shown: SHOWN, ...more },
    tasks: [
      { kind: 'assistant_reply', target: 0 },
      { kind: 'rank_assistant_replies', target: 0, candidates: [2, 1] }
    ]
  }
  const { id } = makeFact(hub.device, lending)
  const { segments } = await seal([lending], PROJECT, NO_HEAD, hub)
  const segment = writeSegment(segments[0] ?? expect.fail('nothing was sealed'))
  const shown = SHOWN.map((text, at) => ({ role: 'prompter' as const, lang: 'en', text, ...(at > 0 && { parent: 0 }) }))
  const doc = new Y.Doc()
  for (const update of writeBatchDocument(id, { segment, shown }).updates) Y.applyUpdate(doc, update)
  const store = openMemoryStore()
  const trust = { store, verify: testVerify, project: PROJECT, hubs: [hub.device] }
  expect(await keepBatch({ id, name: `batch/${id}/v`, until: 2, doc }, trust, () => {})).toBe('kept')
  const tasks = await store.transact('relaxed', (tx) => tx.list('tasks'))
  return tasks.map(({ thread, candidates }) =>
    [...thread, ...candidates].map(({ text, sensitive }) => [text, sensitive])
  )
}

describe('tasks of a batch', () => {
  it('[DC10] mark what reviewers found hard to read wherever it is shown', async () => {
    expect(await kept({ sensitive: [0, 2] })).toEqual([
      [['root', true]],
      [
        ['root', true],
        ['two', true],
        ['one', undefined]
      ]
    ])
  })

  it.each([
    ['nothing', {}],
    ['no list', { sensitive: { 0: true } }],
    ['no places', { sensitive: ['root', -1, 0.5, 3, null] }]
  ])('[DC10] are all there, unmarked, where a lending says %s of it', async (_, more) => {
    expect((await kept(more)).flat().map(([, marked]) => marked)).toEqual(new Array(4).fill(undefined))
  })
})
