import { isDeepStrictEqual } from 'node:util'
import { happen } from './acts.ts'
import { type Given, Play } from './play.ts'
import { type Event, type Fields, messageFields, type Scenario, treeFields } from './scenario.ts'

/** Sums of chances differ in their last digits. */
const ALIKE = 1e-9

/**
 * Plays a scenario and holds what comes of it against what it tells: after each event the state of every tree and message,
 * refused or not, counts, tasks and chances, and at its end what it expects.
 *
 * @returns the disagreements, in words; none is agreement.
 */
export function judge(scenario: Scenario, play = new Play(scenario)): string[] {
  const told = new Told()
  for (const [i, event] of scenario.events.entries()) {
    let problems: string[]
    try {
      const given = happen(play, event)
      told.learn(event)
      problems = [...problemOfResult(event, given), ...told.problems(play)]
    } catch (cause) {
      problems = [(cause as Error).message]
    }
    if (problems.length > 0) return problems.map((problem) => `event ${i + 1} (${event.do}): ${problem}`)
  }
  const { expect = {} } = scenario
  const end = new Told()
  end.learn({ do: 'end', changes: expect })
  return end.problems(play).map((problem) => `the end: ${problem}`)
}

/** All fields told of so far. */
class Told {
  private readonly trees = new Map<string, Fields | null>()
  private readonly messages = new Map<string, Fields | null>()

  learn({ changes = {} }: Event): void {
    for (const [alias, fields] of Object.entries(changes.trees ?? {})) merge(this.trees, alias, fields)
    for (const [alias, fields] of Object.entries(changes.messages ?? {})) merge(this.messages, alias, fields)
  }

  problems(play: Play): string[] {
    const views = new Map(play.world.trees.flatMap((view) => view.messages.map(({ id }) => [id, view] as const)))
    const viewOf = (alias: string) => views.get(play.id(alias))
    return [
      ...[...this.trees].flatMap(([alias, fields]) => differences(alias, fields, treeFields(viewOf(alias)))),
      ...[...this.messages].flatMap(([alias, fields]) =>
        differences(
          alias,
          fields,
          messageFields(viewOf(alias), play.id(alias), (id) => play.alias(id))
        )
      )
    ]
  }
}

function merge(into: Map<string, Fields | null>, alias: string, fields: Fields | null): void {
  into.set(alias, fields && { ...into.get(alias), ...fields })
}

function differences(alias: string, told: Fields | null, is: Fields | null): string[] {
  if (!told || !is) return told === is ? [] : [`${alias} is ${is ? 'there' : 'gone'}, not ${told ? 'there' : 'gone'}`]
  return Object.entries(told).flatMap(([field, value]) =>
    isDeepStrictEqual(is[field], value)
      ? []
      : [`${alias}.${field} is ${JSON.stringify(is[field])}, not ${JSON.stringify(value)}`]
  )
}

function problemOfResult(event: Event, given: Given): string[] {
  const result = (event.result ?? {}) as Record<string, unknown>
  const refused = given && 'refused' in given ? given : undefined
  if ('error' in result) return refused ? [] : [`was not refused, as ${result.error} says`]
  if (refused) return [`was refused: ${refused.refused}`]
  if (event.stale || !given) return []
  if ('counts' in given) return differences('counts', { counts: nonZero(result) }, { counts: given.counts })
  if ('task' in given) return differences('task', sorted(result), sorted(given.task))
  if (!('chances' in given)) return []
  const names = new Set([...Object.keys(event.p ?? {}), ...given.chances.keys()])
  return [...names].flatMap((name) => {
    const [is, told] = [given.chances.get(name) ?? 0, event.p?.[name] ?? 0]
    return Math.abs(is - told) < ALIKE ? [] : [`the chance of ${name} is ${is}, not ${told}`]
  })
}

function nonZero(counts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))
}

/** Candidates are shuffled: their order says nothing. */
function sorted(task: Fields): Fields {
  const { candidates } = task
  return Array.isArray(candidates) ? { ...task, candidates: candidates.toSorted() } : task
}
