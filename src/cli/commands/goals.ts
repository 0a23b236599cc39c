import { checkFact, type Known } from '../../core/fact/check.ts'
import { goalsInForce, type ProjectGoal } from '../../core/progress/goals.ts'
import { peopleIn } from '../../hub/ingest/people.ts'
import type { HubStore } from '../../hub/store/store.ts'
import { realSystem, secondsNow } from '../../sync/system.ts'
import { flag, language, readFlags, wholeNumber } from '../flags.ts'
import { ordered } from '../order.ts'
import { readingProject } from '../project-store.ts'
import { WrongUse } from '../trouble.ts'

export const HELP = `understory goals --data DIR [--tasks N [--lang L] [--from DAY] [--until DAY]] [--json]

Says which goals the project of the folder DIR has: how many tasks everybody together wants to have done, of a language
or of all. Volunteers see them, with how far they are, before any list of people. With --tasks it sets one first; a hub that
runs on the folder tells those who are connected at once.

  --tasks N     so many tasks, written, judged or ranked; 0 takes the goal back
  --lang L      of this language and its narrower ones (pt: pt-BR too); else of all languages together
  --from DAY    counts what was done from this day on, such as 2026-12-01 (UTC); default: today
  --until DAY   to the end of this day; default: until it is taken back
  --json        an object for each goal, for scripts`

const MOST = 1_000_000_000
const DAY = 86_400

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, {
    data: { type: 'string' },
    tasks: { type: 'string' },
    lang: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    json: { type: 'boolean' }
  })
  const folder = flag(values.data, '--data DIR')
  const { tasks, lang, from, until } = values
  if (tasks === undefined && (lang ?? from ?? until) !== undefined) throw new WrongUse('--tasks N is missing')
  if (tasks !== undefined) {
    const today = dayOf(secondsNow(realSystem()))
    const end = until === undefined ? undefined : dayIn(until, '--until') + DAY - 1
    const begin = dayIn(from ?? today, '--from')
    if (end !== undefined && end < begin)
      throw new WrongUse(from === undefined ? '--until is a day that is over' : '--until is before --from')
    await ordered(folder, {
      ...{ order: 'goal', tasks: wholeNumber(tasks, '--tasks', 0, MOST), from: begin },
      ...(lang !== undefined && { lang: language(lang) }),
      ...(end !== undefined && { until: end })
    })
  }
  const goals = await readingProject(folder, goalsIn)
  for (const goal of goals) process.stdout.write(values.json ? `${JSON.stringify(goal)}\n` : `${inWords(goal)}\n`)
  if (goals.length === 0) process.stderr.write('The project has no goal. Set one with --tasks.\n')
}

async function goalsIn(store: HubStore): Promise<ProjectGoal[]> {
  return store.read(async (tx) => {
    const facts = (await tx.factsAboutRules()).map(checkFact).filter((fact) => fact.is === 'goal')
    return goalsInForce(facts as Known<'goal'>[], await peopleIn(tx))
  })
}

function inWords({ lang, tasks, from, until }: ProjectGoal): string {
  const end = until === undefined ? '' : ` until ${dayOf(until)}`
  return `${lang ?? 'all languages'}: ${tasks} tasks from ${dayOf(from)}${end}`
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

/** The beginning of a day, in seconds since 1970. */
function dayIn(text: string, name: string): number {
  const seconds = Date.parse(`${text}T00:00:00Z`) / 1000
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(seconds) || dayOf(seconds) !== text || seconds < 0)
    throw new WrongUse(`${name} takes a day such as 2026-12-01, not "${text}"`)
  return seconds
}
