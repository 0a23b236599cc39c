import { describe, expect, it } from 'vitest'
import { utf8 } from '../core/bytes.ts'
import { checkFact } from '../core/fact/check.ts'
import { makeFact } from '../core/fact/fact.ts'
import type { TaskKind } from '../core/fact/kinds.ts'
import { MAX_TEXT_BYTES } from '../core/fact/pieces.ts'
import { fits } from '../sync/segment/seal.ts'
import { type Answer, makeItem, readAnswer, taskNamed } from './answer.ts'
import { BadAnswer } from './errors.ts'
import type { TaskRow } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const DEVICE = 'd'.repeat(64)
const AT = 1_793_606_400_999
const TASK = `${BATCH}/3`

function task(kind: TaskKind, candidates = 0): TaskRow {
  const shown = { role: 'assistant', lang: 'am', text: 'ሰላም' } as const
  const replies = Array.from({ length: candidates }, () => shown)
  return { batch: BATCH, place: 3, kind, lang: 'am', thread: [shown], candidates: replies }
}

/** The item that an answer makes; its salts are 1, 2, 3… */
function made(kind: TaskKind, fields: Omit<Answer, 'task'>, candidates = 0) {
  let salts = 0
  const salt = () => new Uint8Array(12).fill(++salts)
  return makeItem(readAnswer({ task: TASK, ...fields }), task(kind, candidates), DEVICE, AT, 7, salt)
}

function contentOf(kind: TaskKind, fields: Omit<Answer, 'task'>, candidates = 0) {
  return made(kind, fields, candidates).contents
}

const HEAD = { v: 1, task: [BATCH, 3], saved: 1_793_606_400, took: 0 }

describe('an answer', () => {
  it.each(['initial_prompt', 'prompter_reply', 'assistant_reply'] as const)('%s takes a text', (kind) => {
    const written = { lang: 'am', text: ' ሰላም\n', salt: new Uint8Array(12).fill(1) }
    expect(contentOf(kind, { text: ' ሰላም\n' })).toEqual([{ kind, ...HEAD, ...written }])
    expect(contentOf(kind, { text: 'Hi.', lang: 'en-GB', took: 12 })).toMatchObject([{ lang: 'en-GB', took: 12 }])
  })

  it.each(['label_initial_prompt', 'label_prompter_reply', 'label_assistant_reply'] as const)(
    '%s takes labels',
    (kind) => {
      const labels = { spam: 0, quality: 0.75 }
      expect(contentOf(kind, { labels })).toEqual([{ kind, ...HEAD, labels }])
    }
  )

  it('a review takes the passages that show why a flag is set, and none is as good as an empty list', () => {
    const evidence = [{ label: 'pii', start: 0, end: 2 }]
    const given = { labels: { spam: 0, pii: 1 }, evidence }
    expect(contentOf('label_assistant_reply', given)).toEqual([{ kind: 'label_assistant_reply', ...HEAD, ...given }])
    const none = { labels: { spam: 0 }, evidence: [] }
    expect(contentOf('label_assistant_reply', none)[0]).not.toHaveProperty('evidence')
  })

  it.each(['label_initial_prompt', 'label_assistant_reply'] as const)(
    '%s takes labels that one cannot tell, spam too, and what is neither stays absent',
    (kind) => {
      const given = { labels: { quality: 0.5 }, unsure: ['spam', 'pii'] }
      expect(contentOf(kind, given)).toEqual([{ kind, ...HEAD, ...given }])
      expect(contentOf(kind, { labels: { spam: 0 }, unsure: [] })).toEqual([{ kind, ...HEAD, labels: { spam: 0 } }])
      expect(contentOf(kind, { unsure: ['spam'] })).toEqual([{ kind, ...HEAD, labels: {}, unsure: ['spam'] }])
    }
  )

  it.each(['rank_initial_prompts', 'rank_prompter_replies', 'rank_assistant_replies'] as const)(
    '%s takes an order of the replies shown',
    (kind) => {
      expect(contentOf(kind, { order: [2, 0, 1] }, 3)).toEqual([{ kind, ...HEAD, order: [2, 0, 1] }])
      expect(contentOf(kind, { order: [2, [0, 3], 1] }, 4)).toMatchObject([{ order: [2, [0, 3], 1] }])
      const all = { order: [1, 0], not_rankable: true }
      expect(contentOf(kind, all, 2)).toEqual([{ kind, ...HEAD, ...all }])
      expect(contentOf(kind, { order: [0, 1], not_rankable: false }, 2)).toEqual([{ kind, ...HEAD, order: [0, 1] }])
    }
  )

  it('an order may leave replies out, and say how many of the best are good enough', () => {
    const ballot = (fields: Omit<Answer, 'task'>) => contentOf('rank_assistant_replies', fields, 4)
    const head = { kind: 'rank_assistant_replies', ...HEAD }
    for (const good of [0, 1, 3]) {
      const given = { order: [2, [0, 3]], good }
      expect(ballot(given)).toEqual([{ ...head, ...given }])
    }
    expect(ballot({ order: [], not_rankable: true })).toEqual([{ ...head, order: [], not_rankable: true }])
  })

  it.each(['assistant_reply', 'label_prompter_reply', 'rank_initial_prompts', 'translate_message'] as const)(
    'a skip fits every kind, and then nothing else counts: %s',
    (kind) => {
      const skip = { kind: 'skip', ...HEAD, reason: 'not my field' }
      expect(contentOf(kind, { skip: 'not my field', text: ' ', order: [9] })).toEqual([skip])
    }
  )

  it('makes an item whose id is that of its fact', () => {
    const item = made('assistant_reply', { text: 'Yes.' })
    const id = makeFact(DEVICE, item.contents[0]!).id
    expect(item).toMatchObject({ id, device: DEVICE, saved: AT, order: 7, task: [BATCH, 3] })
    expect(item.segment).toBeUndefined()
  })

  it('of the same words has another id each time: a salt hides what was erased from whoever guesses it', () => {
    const make = (byte: number) =>
      makeItem({ task: TASK, text: 'Yes.' }, task('assistant_reply'), DEVICE, AT, 0, () =>
        new Uint8Array(12).fill(byte)
      )
    expect(make(1).id).toBe(make(1).id)
    expect(make(1).id).not.toBe(make(2).id)
  })
})

describe('a long text', () => {
  const long = 'ሰላም 🌱 '.repeat(900)

  it('[SG8] goes before its contribution in pieces, cut between characters, each with a salt of its own', () => {
    const contents = contentOf('assistant_reply', { text: long })
    const [main, pieces] = [contents.at(-1)!, contents.slice(0, -1)]
    expect(contents.map(({ text }) => text).join('')).toBe(long)
    expect(pieces.length).toBeGreaterThan(3)
    for (const { kind, text } of pieces) expect([kind, text?.isWellFormed()]).toEqual(['piece', true])
    expect(main.pieces).toEqual(pieces.map((piece) => makeFact(DEVICE, piece).id))
    expect(new Set(contents.map(({ salt }) => String(salt))).size).toBe(contents.length)
  })

  it('[SG8] fits segments at its longest, also when nothing of it compresses', () => {
    let state = 1
    const letter = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return String.fromCharCode(33 + ((state >>> 16) % 94))
    }
    const text = Array.from({ length: MAX_TEXT_BYTES }, letter).join('')
    const contents = contentOf('assistant_reply', { text })
    expect(contents.map((content) => content.text).join('')).toBe(text)
    for (const content of contents) expect([content.kind, fits(content)]).toEqual([content.kind, true])
    expect(checkFact(makeFact(DEVICE, contents.at(-1)!)).is).toBe('writing')
  })

  it('is refused by its bytes, not by its letters', () => {
    const most = 'é'.repeat(MAX_TEXT_BYTES / 2)
    expect(
      utf8(
        contentOf('assistant_reply', { text: most })
          .map(({ text }) => text)
          .join('')
      ).byteLength
    ).toBe(150_000)
    expect(() => contentOf('assistant_reply', { text: `${most}.` })).toThrow(
      new BadAnswer('text', 'is longer than 150000 bytes')
    )
  })
})

describe('an answer that does not fit its task is refused with the field at fault', () => {
  const REFUSED: [string, unknown, TaskKind, number, string, RegExp][] = [
    ['no object', 'yes', 'assistant_reply', 0, 'answer', /./],
    ['nothing', undefined, 'assistant_reply', 0, 'answer', /./],
    ['a list', [TASK], 'assistant_reply', 0, 'task', /./],
    ['no task', { text: 'Yes.' }, 'assistant_reply', 0, 'task', /./],
    ['a task of another form', { task: 'b/3', text: 'Yes.' }, 'assistant_reply', 0, 'task', /tasks --json/],
    ['a field that nobody knows', { task: TASK, text: 'Yes.', txet: 1 }, 'assistant_reply', 0, 'txet', /./],
    ['a text that is none', { task: TASK, text: 5 }, 'assistant_reply', 0, 'text', /./],
    ['no text', { task: TASK, labels: { spam: 0 } }, 'assistant_reply', 0, 'text', /missing/],
    ['blanks', { task: TASK, text: ' \n\u3000' }, 'prompter_reply', 0, 'text', /blank/],
    ['more blanks than a piece holds', { task: TASK, text: ' '.repeat(9000) }, 'prompter_reply', 0, 'text', /blank/],
    [
      'half a character in a piece',
      { task: TASK, text: `\ud83c${'a'.repeat(9000)}` },
      'initial_prompt',
      0,
      'text',
      /half a/
    ],
    ['half a character', { task: TASK, text: 'a\ud83c' }, 'initial_prompt', 0, 'text', /half a character/],
    ['no language', { task: TASK, text: 'Yes.', lang: 'e_n' }, 'assistant_reply', 0, 'lang', /language/],
    ['time that is none', { task: TASK, text: 'Yes.', took: -1 }, 'assistant_reply', 0, 'took', /./],
    ['time without end', { task: TASK, text: 'Yes.', took: 1e15 }, 'assistant_reply', 0, 'took', /./],
    ['no labels', { task: TASK, text: 'Yes.' }, 'label_assistant_reply', 0, 'labels', /missing/],
    ['no word on spam', { task: TASK, labels: { quality: 1 } }, 'label_assistant_reply', 0, 'labels.spam', /missing/],
    [
      'a label of no kind',
      { task: TASK, labels: { spam: 0, cute: 1 } },
      'label_assistant_reply',
      0,
      'labels.cute',
      /no label/
    ],
    [
      'a label of replies',
      { task: TASK, labels: { spam: 0, helpfulness: 1 } },
      'label_initial_prompt',
      0,
      'labels.helpfulness',
      /no label/
    ],
    ['a label beyond 1', { task: TASK, labels: { spam: 2 } }, 'label_assistant_reply', 0, 'labels.spam', /./],
    [
      'a label that is none',
      { task: TASK, labels: { spam: Number.NaN } },
      'label_assistant_reply',
      0,
      'labels.spam',
      /./
    ],
    ['no order', { task: TASK, text: 'Yes.' }, 'rank_assistant_replies', 2, 'order', /missing/],
    ['an order of none', { task: TASK, order: [] }, 'rank_assistant_replies', 2, 'order', /no two replies/],
    ['an order of one', { task: TASK, order: [1], good: 1 }, 'rank_assistant_replies', 2, 'order', /no two replies/],
    [
      'good enough in a tie',
      { task: TASK, order: [[0, 1]], good: 1 },
      'rank_assistant_replies',
      2,
      'good',
      /best places/
    ],
    ['good enough beyond', { task: TASK, order: [0, 1], good: 3 }, 'rank_assistant_replies', 2, 'good', /best places/],
    [
      'good enough in part',
      { task: TASK, order: [0, 1], good: 0.5 },
      'rank_assistant_replies',
      2,
      'good',
      /best places/
    ],
    [
      'a label answered and unsure',
      { task: TASK, labels: { spam: 0, pii: 1 }, unsure: ['pii'] },
      'label_assistant_reply',
      0,
      'labels.pii',
      /unsure as well/
    ],
    [
      'unsure of no label',
      { task: TASK, labels: { spam: 0 }, unsure: ['cute'] },
      'label_assistant_reply',
      0,
      'labels.cute',
      /no label/
    ],
    [
      'a passage of a flag that is not set',
      { task: TASK, labels: { spam: 0 }, evidence: [{ label: 'pii', start: 0, end: 2 }] },
      'label_assistant_reply',
      0,
      'evidence.pii',
      /no flag/
    ],
    [
      'a passage beyond the text',
      { task: TASK, labels: { spam: 1 }, evidence: [{ label: 'spam', start: 0, end: 9999 }] },
      'label_assistant_reply',
      0,
      'evidence',
      /beyond the text/
    ],
    ['a reply too many', { task: TASK, order: [0, 1, 2] }, 'rank_assistant_replies', 2, 'order', /2 replies shown/],
    ['a reply twice', { task: TASK, order: [0, 0] }, 'rank_assistant_replies', 2, 'order', /2 replies shown/],
    ['a reply not shown', { task: TASK, order: [1, 2] }, 'rank_assistant_replies', 2, 'order', /2 replies shown/],
    ['a place between', { task: TASK, order: [0, 0.5] }, 'rank_assistant_replies', 2, 'order', /2 replies shown/],
    ['a reply in two places', { task: TASK, order: [[0, 1], 1] }, 'rank_assistant_replies', 2, 'order', /most once/],
    ['a tie of one', { task: TASK, order: [1, [0]] }, 'rank_assistant_replies', 2, 'order.1', /fewer than two/],
    ['a tie of none', { task: TASK, order: [[], 1, 0] }, 'rank_assistant_replies', 2, 'order.0', /fewer than two/],
    ['a tie in a tie', { task: TASK, order: [[0, [1, 2]]] }, 'rank_assistant_replies', 3, 'order.0', /./],
    ['a skip without a reason', { task: TASK, skip: '' }, 'assistant_reply', 0, 'skip', /./],
    ['a reason without end', { task: TASK, skip: 'x'.repeat(201) }, 'assistant_reply', 0, 'skip', /./],
    ['a kind of later versions', { task: TASK, text: 'Yes.' }, 'translate_message', 0, 'task', /translate_message/]
  ]

  it.each(REFUSED)('%s', (_, value, kind, candidates, field, problem) => {
    const make = () => makeItem(readAnswer(value), task(kind, candidates), DEVICE, AT, 0, () => new Uint8Array(12))
    expect(make).toThrow(BadAnswer)
    try {
      make()
    } catch (cause) {
      expect(cause).toMatchObject({ field, problem: expect.stringMatching(problem) })
    }
  })
})

describe('the task of an answer', () => {
  it('is a batch and a place in it', () => {
    expect(taskNamed(readAnswer({ task: TASK }))).toEqual([BATCH, 3])
    expect(taskNamed(readAnswer({ task: `${BATCH}/0` }))).toEqual([BATCH, 0])
  })
})
