import type { Fact } from '../core/fact/fact.ts'
import type { TaskKind } from '../core/fact/kinds.ts'
import { batch } from './batch.ts'
import type { Hub } from './hub.ts'
import type { Wanted } from './lend.ts'
import type { Person } from './person.ts'
import { requests } from './requests.ts'
import { settle } from './settle.ts'

/**
 * Lends work to a person who is in contact with the hub, as the profile of its rules does: Open-Assistant one task at a
 * request, ours a batch.
 *
 * @param minutesOf minutes that this person expects of a task.
 * @param now seconds since 1970.
 * @returns the lendings, which the hub has taken in.
 */
export function handOut(
  hub: Hub,
  person: Person,
  wanted: Wanted,
  minutesOf: (kind: TaskKind) => number,
  now: number
): Fact[] {
  settle(hub, now)
  const ours = hub.rules.profile === 'understory'
  return ours ? batch(hub, person, wanted, minutesOf, now) : requests(hub, person, wanted, minutesOf, now)
}
