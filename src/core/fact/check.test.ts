import { describe, expect, it } from 'vitest'
import { keyOf, TERMS } from '../examples/story.ts'
import { checkFact, ofKind } from './check.ts'
import { type Content, makeFact } from './fact.ts'

const task = [TERMS, 0]
const answer = { v: 1, task, saved: 1, took: 1 }
const reply = { ...answer, kind: 'assistant_reply', text: 'Yes.', lang: 'en' }
const review = { ...answer, kind: 'label_assistant_reply', labels: { spam: 0 } }
const ballot = { ...answer, kind: 'rank_assistant_replies', order: [1, 0] }
const amend = { kind: 'amend', v: 1, message: 'm', saw: 'm', text: 'Yes.', saved: 1 }
const lending = {
  kind: 'lending',
  v: 1,
  device: keyOf('ada'),
  until: 1,
  at: 1,
  nonce: new Uint8Array(8),
  lang: 'en',
  shown: [],
  tasks: []
}

const check = (content: object) => checkFact(makeFact(keyOf('ada'), content as Content))

describe('what a fact is', () => {
  it.each([
    reply,
    { ...reply, kind: 'initial_prompt' },
    { ...reply, lang: 'tlh-Piqd-x-later' },
    { ...reply, text: '', pieces: [TERMS] },
    { ...reply, text: undefined, sealed: new Uint8Array(32) },
    { ...reply, field_of_later: { deep: [1, null] } },
    { ...review, labels: { spam: 1, fails_task: 1, helpfulness: 0.25, quality: 1 } },
    { ...review, labels: { quality: 1 }, unsure: ['spam', 'pii'] },
    { ...review, labels: { spam: 0, pii: 1 }, evidence: [{ label: 'pii', start: 0, end: 1 }] },
    { ...review, evidence: [] },
    ballot,
    { ...ballot, order: [], not_rankable: true },
    { ...ballot, order: [2, [0, 3], 1] },
    { ...ballot, order: [Array.from({ length: 50 }, (_, i) => i)] },
    { ...answer, kind: 'skip', reason: 'too hard' },
    amend,
    { kind: 'piece', v: 1, text: ' ' },
    { kind: 'consent', v: 1, terms: TERMS, saved: 1 },
    { kind: 'succeed', v: 1, to: TERMS, saved: 1 },
    lending,
    { kind: 'lottery', v: 1, tree: 't', seed: Number.MAX_SAFE_INTEGER, at: 1 },
    { kind: 'import_message', v: 1, tree: 't', message: 'm', place: 0, fields: { nested: { a: [1n] } }, text: '' }
  ])('[FA2] well-formed: %o', (content) => {
    expect(check(content)).toMatchObject({ content })
    expect(check(content)).toHaveProperty('id')
  })

  it.each([
    ['text', { ...reply, text: ' \n\u3000' }],
    ['text', { ...reply, text: '', pieces: [] }],
    ['text', { ...reply, text: undefined }],
    ['text', { ...reply, text: 'half \ud83d' }],
    ['text', { ...reply, text: 5 }],
    ['text', { ...amend, text: ' ' }],
    ['text', { kind: 'piece', v: 1 }],
    ['lang', { ...reply, lang: 'a language that nobody knows' }],
    ['lang', { ...reply, lang: '' }],
    ['saved', { ...reply, saved: -1 }],
    ['saved', { ...reply, saved: 1.5 }],
    ['saved', { ...reply, saved: 1e300 }],
    ['saved', { ...reply, saved: 2n ** 60n }],
    ['task', { ...reply, task: undefined }],
    ['task.0', { ...reply, task: ['no hash', 0] }],
    ['task.1', { ...reply, task: [TERMS, 4096] }],
    ['task.1', { ...reply, task: [TERMS, -1] }],
    ['pieces', { ...reply, pieces: new Array(101).fill(TERMS) }],
    ['labels.spam', { ...review, labels: {} }],
    ['labels.spam', { ...review, labels: {}, unsure: ['pii'] }],
    ['labels.pii', { ...review, labels: { spam: 0, pii: 1 }, unsure: ['pii'] }],
    ['labels.kindness', { ...review, unsure: ['kindness'] }],
    ['evidence.pii', { ...review, labels: { spam: 0, pii: 0 }, evidence: [{ label: 'pii', start: 0, end: 1 }] }],
    ['evidence.pii', { ...review, labels: { spam: 0 }, evidence: [{ label: 'pii', start: 0, end: 1 }] }],
    [
      'evidence.quality',
      { ...review, labels: { spam: 0, quality: 1 }, evidence: [{ label: 'quality', start: 0, end: 1 }] }
    ],
    ['evidence.0', { ...review, labels: { spam: 1 }, evidence: [{ label: 'spam', start: 3, end: 3 }] }],
    ['evidence.0.start', { ...review, labels: { spam: 1 }, evidence: [{ label: 'spam', start: -1, end: 3 }] }],
    ['evidence.0.end', { ...review, labels: { spam: 1 }, evidence: [{ label: 'spam', start: 0, end: 1.5 }] }],
    ['evidence', { ...review, labels: { spam: 1 }, evidence: Array(51).fill({ label: 'spam', start: 0, end: 1 }) }],
    ['labels.spam', { ...review, labels: { spam: 1.01 } }],
    ['labels.spam', { ...review, labels: { spam: Number.NaN } }],
    ['labels.quality', { ...review, labels: { spam: 0, quality: -0.1 } }],
    ['labels.quality', { ...review, labels: { spam: 0, quality: '1' } }],
    ['labels.kindness', { ...review, labels: { spam: 0, kindness: 1 } }],
    ['labels.political_content', { ...review, labels: { spam: 0, political_content: 1 } }],
    ['labels.helpfulness', { ...review, kind: 'label_prompter_reply', labels: { spam: 0, helpfulness: 1 } }],
    ['labels', { ...review, labels: null }],
    ['order', { ...ballot, order: [0, 1, 0] }],
    ['order', { ...ballot, order: [[0, 1], 2, 0] }],
    ['order', { ...ballot, order: [0, [1, 1]] }],
    ['order', { ...ballot, order: [50, Array.from({ length: 50 }, (_, i) => i)] }],
    ['order', { ...ballot, order: Array.from({ length: 51 }, (_, i) => i) }],
    ['order.0', { ...ballot, order: [-1] }],
    ['order.0', { ...ballot, order: [[0], 1] }],
    ['order.1', { ...ballot, order: [0, []] }],
    ['order.0.1', { ...ballot, order: [[0, -1], 1] }],
    ['order.0', { ...ballot, order: [[0, [1, 2]]] }],
    ['order', { ...ballot, order: '10' }],
    ['reason', { ...answer, kind: 'skip', reason: '' }],
    ['message', { ...amend, message: 'm'.repeat(201) }],
    ['tasks.0.kind', { ...lending, tasks: [{ kind: 'dance' }] }],
    ['organizers', { kind: 'project', v: 1, name: 'x', rules: 'x', organizers: [], terms: TERMS, at: 1 }]
  ])('[FA2] malformed in %s: %o', (field, content) => {
    expect(check(content)).toMatchObject({ is: 'malformed', field, problem: expect.any(String) })
  })

  it.each([
    { ...reply, v: 2 },
    { ...review, kind: 'label_summary' },
    { ...ballot, kind: 'rank_summaries' },
    { kind: 'writing', v: 1 },
    { kind: 'toString', v: 1 },
    { kind: '__proto__', v: 1 },
    { kind: 'translate_message', v: 1 },
    { kind: 5, v: 1 },
    { kind: 'halt', v: '1' }
  ])('[FA2] of a kind or version unknown here, to be carried along: %o', (content) => {
    expect(check(content)).toEqual({ is: 'unknown' })
  })

  it('[FA2] a text of 100 kB is a text', () => {
    expect(check({ ...reply, text: 'é'.repeat(50_000) })).toMatchObject({ is: 'writing' })
  })

  it('[FA2] facts of one kind are picked in the order given', () => {
    const facts = [reply, review, amend, { ...reply, text: 'No.' }]
      .map(check)
      .flatMap((fact) => ('id' in fact ? [fact] : []))
    expect(ofKind(facts, 'writing').map(({ content }) => content.text)).toEqual(['Yes.', 'No.'])
  })
})
