import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../json.ts'
import { exported, factsOf, Project, read, roundTrip, viewsOf } from './conformance.ts'

/** Real data of Open-Assistant; it lies beside the project and is no part of it. */
const DATA = join(import.meta.dirname, '../../../../shared/data')
const TREES = join(DATA, 'oasst_en_50.trees.jsonl')
const PROMPTS = join(DATA, 'oasst_prompts_en_125.jsonl')
const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n')

describe.skipIf(!existsSync(TREES))(
  '50 real trees (skipped where ../shared/data has no oasst_en_50.trees.jsonl)',
  () => {
    it('[XP7] come back byte for byte', () => {
      expect(roundTrip(readFileSync(TREES, 'utf8'))).toEqual(
        linesOf(TREES).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
      )
    })

    it('[XP7] come back in a default export too, but for those with synthetic text', () => {
      const given = linesOf(TREES).filter((line) => !line.includes('"synthetic": true'))
      expect(exported(viewsOf(readFileSync(TREES, 'utf8'))).toSorted()).toEqual(given.toSorted())
    })

    it('[XP7] come back from flat messages, shuffled among trees', () => {
      const flat = roundTrip(readFileSync(TREES, 'utf8'), 'messages')
      expect(flat).toHaveLength(549)
      // Even lines after odd ones: parents come after children, siblings keep their order.
      const depth = (line: string) => (JSON.parse(line).parent_id === undefined ? 1 : 0)
      const shuffled = flat.toSorted((a, b) => depth(a) - depth(b))
      expect(roundTrip(shuffled.join('\n'))).toEqual(roundTrip(readFileSync(TREES, 'utf8')))
    })
  }
)

describe.skipIf(!existsSync(PROMPTS))(
  '125 real prompts (skipped where ../shared/data has no oasst_prompts_en_125.jsonl)',
  () => {
    it('[IM6] become 125 prompts that wait for the lottery', () => {
      const views = viewsOf(readFileSync(PROMPTS, 'utf8'))
      expect(views.map(({ messages }) => messages[0]?.text)).toEqual(linesOf(PROMPTS).map((line) => JSON.parse(line)))
      expect(new Set(views.map(({ state }) => state))).toEqual(new Set(['prompt_lottery_waiting']))
    })
  }
)

function idOf(line: string): string {
  return JSON.parse(line).message_tree_id
}

/** Every odd thing a line may hold, in the order and spelling of the export. */
const ODD = [
  '{"message_tree_id": "a", "tree_state": "aborted_low_grade", "prompt": {"message_id": "a", "parent_id": null, "user_id": null,',
  ' "created_date": "2023-02-05T14:23:50.983374+00:00", "text": "", "role": "assistant", "review_count": 0,',
  ' "review_result": false, "deleted": true, "rank": null, "synthetic": true, "model_name": "m",',
  ' "emojis": {"+1": 0, "_skip_reply": 9007199254740993}, "replies": [',
  '{"message_id": "b", "parent_id": "a", "text": "one\\u2028two\\u2029\\u0000\\ud83d\\ude00 \\ufeff", "role": "assistant", "lang": "xx",',
  ' "rank": 0, "replies": [], "labels": {"spam": {"value": 0.1, "count": 3}, "quality": {"value": null, "count": 0, "extra": 1}},',
  ' "events": {"emoji": [{"type": "emoji", "user_id": "u", "emoji": "+1"}], "ranking": [{"type": "ranking", "ranking": [1, 0],',
  ' "ranked_message_ids": ["b", "c"], "not_rankable": true, "odd": null}]},',
  ' "detoxify": {"toxicity": 0.00044308538781479, "threat": 1e-7, "other": 1e+22}}, ',
  '{"message_id": "c", "parent_id": "a", "text": "\\ufeff \\r\\n ", "role": "prompter", "rank": 7, "replies": []}, ',
  '{"message_id": "d", "text": "unplaced", "role": "prompter", "replies": [], "message_tree_id": "z", "tree_state": "growing",',
  ' "10": {"9": {}, "10": []}, "9": "nine", "__proto__": {"constructor": {"__proto__": null}}, "constructor": 1,',
  ' "erased": false, "hasOwnProperty": [], "\\ud83d\\ude00": {"\\u0000": -18446744073709551616}}]},',
  ' "origin": null, "__proto__": 1, "goal_tree_size": 5}'
].join('')

describe('round trip', () => {
  it('[XP7] gives back a line of every odd field, byte for byte', () => {
    expect(roundTrip(ODD)).toEqual([ODD])
  })

  it('[XP7] gives back a state even where work on the tree would be due at once', () => {
    const states = ['ranking', 'ready_for_scoring', 'initial_prompt_review', 'growing', 'halted_by_moderator']
    const lines = states.map(
      (state) =>
        `{"message_tree_id": "${state}", "tree_state": "${state}", "prompt": {"message_id": "${state}", "text": "t", "role": "prompter", "review_result": true, "replies": []}, "goal_tree_size": 1}`
    )
    expect(roundTrip(lines.join('\n'))).toEqual(lines.toSorted())
  })

  it('[XP7] adds no state where none was given; a default export says ready', () => {
    const line =
      '{"message_tree_id": "a", "prompt": {"message_id": "a", "text": "t", "role": "prompter", "review_result": true, "replies": []}}'
    expect(roundTrip(line)).toEqual([line])
    expect(roundTrip(line, 'messages').join()).not.toContain('tree_state')
    expect(exported(viewsOf(line))).toEqual([line.replace('"prompt"', '"tree_state": "ready_for_export", "prompt"')])
  })

  it('[XP7] loses nothing of any tree', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(treeArbitrary, (tree) => {
        const json = JSON.stringify(tree)
        // JavaScript writes doubles from 2^64 to 10^21 as whole numbers, which [IM5] refuses.
        fc.pre(!/\d{20}/.test(json))
        const [line] = roundTrip(json)
        return isDeepStrictEqual(parseJson(line!), parseJson(json)) && roundTrip(line!)[0] === line
      }),
      { numRuns: 150 }
    )
  })

  it('[XP3] names the parent on a line of its own, even where the nesting alone told it', () => {
    const reply = { message_id: 'b', text: 't', role: 'assistant', replies: [] }
    const line = JSON.stringify({ message_tree_id: 'a', prompt: { ...reply, message_id: 'a', replies: [reply] } })
    expect(roundTrip(line)[0]).not.toContain('parent_id')
    expect(JSON.parse(roundTrip(line, 'messages')[1] ?? '').parent_id).toBe('a')
  })

  it('[XP7] does not depend on the order of facts', () => {
    const [tree] = read(ODD).trees
    expect(exported([new Project('a', factsOf(tree!).reverse()).view()], { all: true })).toEqual([ODD])
  })
})

const text = fc.string({ unit: 'binary', maxLength: 30 })
const fieldName = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '10', '9', 'toString'))
const count = fc.option(fc.nat())
const odd = fc.dictionary(fieldName, fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), { maxKeys: 4 })

const fields = fc.record(
  {
    user_id: fc.option(text),
    lang: fc.constantFrom('en', 'pt-BR', null),
    review_count: count,
    review_result: fc.option(fc.boolean()),
    deleted: fc.option(fc.boolean()),
    synthetic: fc.option(fc.boolean()),
    emojis: fc.option(fc.dictionary(fieldName, fc.nat())),
    labels: fc.option(
      fc.dictionary(fieldName, fc.record({ value: fc.double({ noNaN: true, min: 0, max: 1 }), count: fc.nat() }))
    ),
    events: fc.option(fc.dictionary(fieldName, fc.array(fc.jsonValue({ maxDepth: 1 })))),
    detoxify: fc.option(fc.dictionary(fieldName, fc.double({ noNaN: true, noDefaultInfinity: true })))
  },
  { requiredKeys: [] }
)

type Grown = { said: object; odd: object; text: string; role: string; ranked: boolean; below: Grown[] }
const grown = (depth: number): fc.Arbitrary<Grown> =>
  fc.record({
    said: fields,
    odd,
    text,
    role: fc.constantFrom('prompter', 'assistant'),
    ranked: fc.boolean(),
    below: depth === 0 ? fc.constant([]) : fc.array(grown(depth - 1), { maxLength: 3 })
  })

const treeArbitrary = fc
  .tuple(grown(3), odd, fc.option(fc.constantFrom('growing', 'ranking', 'ready_for_export')))
  .map(([root, more, state]) => {
    let ids = 0
    const node = ({ said, odd, text, role, ranked, below }: Grown, place: number, parent?: string): object => {
      const message_id = `m${ids++}`
      return {
        ...odd,
        message_id,
        ...(parent !== undefined && { parent_id: parent }),
        text,
        role,
        ...said,
        // Ranks in the order of replies, with gaps; the unranked last.
        ...(ranked && place < 2 && { rank: place * 3 }),
        replies: below.map((reply, at) =>
          node(at < 2 ? { ...reply, ranked: true } : { ...reply, ranked: false }, at, message_id)
        )
      }
    }
    return { ...more, message_tree_id: 'm0', ...(state && { tree_state: state }), prompt: node(root, 0) }
  })
