import type { Story } from './figures.ts'
import type { Life } from './life.ts'

/**
 * A life as JSON lines: what it was told to be, its people, every act with its minutes and what became of it, every tree,
 * and every message beside what it is really like. Every figure can be computed from them again.
 */
export function* linesOf(life: Life, { acts, trees, messages }: Story): Generator<string> {
  const { plan, people } = life
  const which = { profile: plan.rules.name, seed: plan.seed }
  const line = (is: string, fields: object) => JSON.stringify({ is, ...which, ...fields })
  yield line('project', { volunteers: plan.volunteers, days: plan.days, people: plan.model })
  for (const { contributor, devices, streams: _, ...traits } of people)
    yield line('person', { person: contributor, ...traits, clocks: devices.map(({ clock }) => clock) })
  for (const act of acts) yield line('act', act)
  for (const [tree, state] of trees) yield line('tree', { tree, state })
  for (const message of messages) yield line('message', message)
}
