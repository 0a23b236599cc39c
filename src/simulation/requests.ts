import { keyOfTask } from '../core/dispatch/offer.ts'
import type { Fact } from '../core/fact/fact.ts'
import type { TaskKind } from '../core/fact/kinds.ts'
import type { HandedOut } from '../core/open-assistant/calls.ts'
import { type Hub, heldBy } from './hub.ts'
import { type Lendable, lend, type Wanted } from './lend.ts'
import { requestTask } from './open-assistant.ts'
import type { Person } from './person.ts'

/**
 * Whoever wants a batch asks for task after task, and waits while too many are pending. A task that they have already is
 * passed over; after three requests in a row that give nothing new there is nothing else to be had.
 */
export function requests(
  hub: Hub,
  person: Person,
  { count, minutes }: Wanted,
  minutesOf: (kind: TaskKind) => number,
  from: number
): Fact[] {
  const { max_pending_tasks_per_user, recent_tasks_span_sec } = hub.rules
  const lendings: Fact[] = []
  const held = heldBy(hub, person.contributor)
  let [left, now] = [minutes, from]
  for (let [asked, again] = [0, 0]; lendings.length < count && left > 0 && again < 3; asked++) {
    if (asked > 0 && asked % max_pending_tasks_per_user === 0) now += recent_tasks_span_sec + 1
    const lang = person.languages[hub.chance.below(person.languages.length)] ?? 'en'
    const task = requestTask(hub, person.contributor, lang, now)
    const key = task?.target && keyOfTask({ kind: task.kind, target: task.target.id })
    again = task && !(key !== undefined && held.has(key)) ? 0 : again + 1
    if (!task || again > 0) continue
    if (key !== undefined) held.add(key)
    lendings.push(
      lend(hub, person.devices[0]?.key ?? '', lang, [lendable(task)], 0, { at: now, until: now + TASK_VALIDITY })
    )
    left -= minutesOf(task.kind)
  }
  return lendings
}

function lendable({ kind, target, thread, candidates, full }: HandedOut): Lendable {
  const versions = (messages: HandedOut['candidates']) => messages.map(({ version }) => version)
  return { kind, target: target?.version, thread: versions(thread), candidates: versions(candidates), full }
}

/** `TASK_VALIDITY_MINUTES` (open-assistant.md 2.1): an answer after it is refused, and lost. */
const TASK_VALIDITY = 2880 * 60
