import { expect, it } from 'vitest'
import { OPEN_ASSISTANT, UNDERSTORY } from '../core/rules.ts'
import { figuresOf, spreadOf } from './compare.ts'
import { storyOf, tallyOf } from './figures.ts'
import { live } from './life.ts'
import { linesOf } from './log.ts'
import { readModel } from './people-model.ts'

const model = readModel({ languages: { en: 1 }, careless: 0.1, presence: { day: 0.8 }, junk: { careful: 0.1 } })
const SMALL = { goal_tree_size: 5, max_active_trees: 3, max_initial_prompt_review: 6, max_prompt_lottery_waiting: 6 }

type Line = { readonly is: string; readonly [field: string]: unknown }
type Message = {
  readonly tree: string
  readonly parent?: string
  readonly counted: boolean
  readonly place: number | null
  readonly labels: Record<string, number>
  readonly truth: { readonly quality: number; readonly junk: boolean; readonly labels: Record<string, number> }
}

/** The figures as docs/guides/simulation.md defines them, from the lines of a log alone. */
function recomputed(lines: readonly Line[]) {
  const of = (is: string) => lines.filter((line) => line.is === is)
  const acts = of('act') as unknown as { minutes: number; wasted: boolean; outcome: string }[]
  const messages = of('message') as unknown as Message[]
  const trees = of('tree').filter(({ state }) => state === 'ready_for_export').length
  let [minutes, wasted, pairs, right, sets, best, labels, error, junk, inData] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (const act of acts) {
    minutes += act.minutes
    if (act.wasted) wasted += act.minutes
  }
  const bySet: Record<string, Message[]> = {}
  for (const message of messages) {
    if (!message.counted) continue
    inData += 1
    if (message.truth.junk) junk += 1
    for (const label of Object.keys(message.labels)) {
      labels += 1
      error += Math.abs((message.labels[label] as number) - (message.truth.labels[label] as number))
    }
    if (message.parent === undefined) continue
    bySet[message.parent] = [...(bySet[message.parent] ?? []), message]
  }
  for (const set of Object.values(bySet)) {
    if (set.length < 2) continue
    sets += 1
    const top = set.reduce((a, b) => (b.truth.quality > a.truth.quality ? b : a))
    const ranked = set.filter(({ place }) => place !== null)
    const tied = ranked.filter(({ place }) => place === Math.min(...ranked.map((one) => one.place as number)))
    if (tied.includes(top)) best += 1 / tied.length
    for (const a of set)
      for (const b of set) {
        if (a.truth.quality <= b.truth.quality) continue
        pairs += 1
        if (a.place === null || b.place === null || a.place === b.place) continue
        right += a.place < b.place ? 1 : -1
      }
  }
  return {
    finished_trees: trees,
    minutes_per_tree: minutes / trees,
    tau: right / pairs,
    best_found: best / sets,
    label_error: error / labels,
    junk_in: junk / inData,
    wasted_minutes: wasted,
    lost: acts.filter(({ outcome }) => outcome.startsWith('lost')).length
  }
}

it.each([OPEN_ASSISTANT, UNDERSTORY])(
  'anyone can compute the figures again from the log: $name',
  (rules) => {
    const lives = [1, 2].map((seed) => live({ rules: { ...rules, ...SMALL }, model, volunteers: 10, days: 10, seed }))
    const stories = lives.map(storyOf)
    const lines = lives.flatMap((life, i) => [...linesOf(life, stories[i] as (typeof stories)[number])])
    const figures = figuresOf(stories.map(tallyOf))
    expect(figures.finished_trees).toBeGreaterThan(0)
    const again = recomputed(lines.map((line) => JSON.parse(line)))
    for (const [name, value] of Object.entries(again))
      expect(figures[name as keyof typeof figures], name).toBeCloseTo(value, 9)
  },
  20_000
)

it('the spread of a sum is that of its parts; of one life there is none', () => {
  const tally = (trees: number, minutes: number) => ({
    ...tallyOf({ acts: [], messages: [], trees: new Map() }),
    trees,
    minutes
  })
  expect(spreadOf([tally(1, 10)])).toBeUndefined()
  const spread = spreadOf([tally(1, 10), tally(3, 30), tally(2, 20)])
  // The variance of 1, 3 and 2 is 1, that of the sum of three 3; each tree takes ten minutes in all of them.
  expect(spread?.finished_trees).toBeCloseTo(Math.sqrt(3), 9)
  expect(spread?.minutes_per_tree).toBeCloseTo(0, 9)
})
