import { PROFILES } from '../../core/rules.ts'
import { type Figures, figuresOf, spreadOf } from '../../simulation/compare.ts'
import type { Tally } from '../../simulation/figures.ts'
import { LEVELS, NoModel, type PeopleModel, readModel } from '../../simulation/people-model.ts'
import { daysUntil, type Progress } from '../../simulation/progress.ts'
import { linesTo, textOf } from '../files.ts'
import { readFlags, wholeNumber } from '../flags.ts'
import type { Job } from '../simulation/job.ts'
import { inOrder } from '../simulation/workers.ts'
import { Trouble, WrongUse } from '../trouble.ts'

const NAMES = Object.keys(PROFILES)
const VOLUNTEERS = 30
const DAYS = 42

export const HELP = `understory simulate [--compare A,B] [--rules NAME] [--volunteers N] [--days D] [--seeds A..B] …

Whole projects with simulated people, who judge with noise or without care, work offline, late and twice. With
--compare the same people on the same days work under several rules; without it, under one, to plan a project.

  --compare A,B    of: ${NAMES.join(', ')}
  --rules NAME     default understory
  --volunteers N   default ${VOLUNTEERS}
  --days D         default ${DAYS}
  --seeds A..B     one project for each; default 1..5
  --people FILE    a model of people as JSON, or one of: ${Object.keys(LEVELS).join(', ')}; default middle
  --trees N        says when so many trees are finished
  --log FILE       every act with its minutes, and what is really true, as JSON lines; gzipped if it ends in .gz
  --workers N      threads; the results are the same
  --json           figures as one JSON object

docs/guides/simulation.md says what the figures mean and what stands in FILE.`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, {
    compare: { type: 'string' },
    rules: { type: 'string' },
    volunteers: { type: 'string' },
    days: { type: 'string' },
    seeds: { type: 'string' },
    people: { type: 'string' },
    trees: { type: 'string' },
    log: { type: 'string' },
    workers: { type: 'string' },
    json: { type: 'boolean' }
  })
  if (values.compare !== undefined && values.rules !== undefined)
    throw new WrongUse('--compare names its rules itself; leave --rules out')
  const profiles = profilesOf(values.compare, values.rules)
  const seeds = seedsOf(values.seeds)
  const volunteers = wholeNumber(values.volunteers, '--volunteers', VOLUNTEERS, 5000, 1)
  const days = wholeNumber(values.days, '--days', DAYS, 3650, 1)
  const trees = wholeNumber(values.trees, '--trees', 0, 1_000_000, 1)
  const workers = values.workers === undefined ? undefined : wholeNumber(values.workers, '--workers', 1, 64, 1)
  const model = await modelOf(values.people)
  const jobs = seeds.flatMap((seed) =>
    profiles.map((profile): Job => ({ profile, seed, model, volunteers, days, log: values.log !== undefined }))
  )
  const results = await lives(jobs, values.log, workers)
  const of = profiles.map((profile) => ({ profile, ...(results.get(profile) as Results) }))
  if (values.json) {
    const told = of.map(({ profile, tallies, progress }) => {
      const plan = values.compare === undefined ? planned(progress, trees) : {}
      return [profile, { ...figuresOf(tallies), ...plan }]
    })
    process.stdout.write(`${JSON.stringify(Object.fromEntries(told), null, 2)}\n`)
    return
  }
  process.stdout.write(table(of))
  if (values.compare === undefined || trees > 0)
    for (const { profile, progress } of of) process.stdout.write(planText(profile, progress, trees, volunteers))
}

type Results = { readonly tallies: Tally[]; readonly progress: Progress[] }

async function lives(jobs: readonly Job[], log: string | undefined, workers: number | undefined) {
  const results = new Map<string, Results>()
  const out = log === undefined ? undefined : linesTo(log)
  let at = 0
  try {
    for await (const { tally, progress, lines } of inOrder(jobs, workers)) {
      const { profile } = jobs[at++] as Job
      const before = results.get(profile) ?? { tallies: [], progress: [] }
      results.set(profile, { tallies: [...before.tallies, tally], progress: [...before.progress, progress] })
      for (const line of lines) await out?.write(line)
    }
    await out?.done()
  } catch (cause) {
    out?.failed()
    throw cause
  }
  return results
}

function profilesOf(compare: string | undefined, rules = 'understory'): string[] {
  const names = compare === undefined ? [rules] : compare.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw new WrongUse(`There are no rules "${unknown}"; there are ${NAMES.join(', ')}`)
  if (new Set(names).size < names.length) throw new WrongUse('--compare names the same rules twice')
  return names
}

function seedsOf(value = '1..5'): number[] {
  const [, first, last = first] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(value) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (first === undefined || to < from || to - from > 9999)
    throw new WrongUse(`--seeds takes a range as 1..20, not "${value}"`)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

async function modelOf(people = 'middle'): Promise<PeopleModel> {
  const level = LEVELS[people]
  if (level) return level
  try {
    let text = ''
    for await (const chunk of textOf(people)) text += chunk
    return readModel(JSON.parse(text))
  } catch (cause) {
    if (cause instanceof Trouble)
      throw new Trouble(cause.code, { ...cause.told, work: ['nothing-simulated'] }, { cause })
    if (!(cause instanceof NoModel || cause instanceof SyntaxError)) throw cause
    const problem = cause instanceof NoModel ? cause.message : `it is no JSON (${cause.message})`
    const told = {
      work: ['nothing-simulated'],
      cause: ['bad-model', { file: people, problem }],
      action: ['mend-model']
    } as const
    throw new Trouble('S1', told, { cause })
  }
}

const ROWS: readonly (readonly [keyof Figures, string, number])[] = [
  ['finished_trees', 'finished trees', 0],
  ['minutes_per_tree', 'minutes per tree', 1],
  ['tau', "Kendall's tau", 3],
  ['best_found', 'best reply found', 3],
  ['label_error', 'label error', 4],
  ['junk_in', 'junk let in', 4],
  ['wasted_minutes', 'wasted minutes', 0],
  ['lost', 'lost', 0]
]

/** Figures with their standard errors, a column for each profile. */
function table(of: readonly ({ readonly profile: string } & Results)[]): string {
  const columns = of.map(({ profile, tallies }) => {
    const [figures, spread] = [figuresOf(tallies), spreadOf(tallies)]
    return [profile, ...ROWS.map(([name, , digits]) => cell(figures[name], spread?.[name], digits))]
  })
  const names = ['', ...ROWS.map(([, words]) => words)]
  const lines = names.map((name, i) => [name.padEnd(18), ...columns.map((column) => (column[i] ?? '').padEnd(20))])
  return `${lines.map((cells) => cells.join('').trimEnd()).join('\n')}\n`
}

function cell(value: number | null, error: number | undefined, digits: number): string {
  if (value === null) return '-'
  return error === undefined ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${error.toFixed(digits)}`
}

function planned(progress: readonly Progress[], trees: number) {
  const [first] = progress
  const byDay = (first?.byDay ?? []).map((_, day) => mean(progress.map((each) => each.byDay[day] ?? 0)))
  const reached = trees > 0 ? daysUntil(trees, byDay) : undefined
  return {
    finished_by_day: byDay,
    ...(trees > 0 && { days: reached?.day ?? null, expected: reached?.expected ?? false })
  }
}

function planText(profile: string, progress: readonly Progress[], trees: number, volunteers: number): string {
  const { finished_by_day: byDay, days, expected } = planned(progress, trees)
  const weeks = byDay.flatMap((count, day) =>
    (day + 1) % 7 === 0 || day === byDay.length - 1 ? [`day ${day + 1}: ${count.toFixed(1)}`] : []
  )
  const by = `\n${profile}: finished trees in the mean of all seeds\n${weeks.join('\n')}\n`
  if (trees === 0) return by
  if (days === null || days === undefined) return `${by}${trees} trees would never be finished.\n`
  const how = expected ? ', at the pace of the last half of the days simulated' : ''
  return `${by}${volunteers} people finish ${trees} trees in ${days} days${how}.\n`
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length)
}
