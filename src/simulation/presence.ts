import { chanceOf } from './chance.ts'
import type { PeopleModel } from './people-model.ts'
import type { Person } from './person.ts'

/** Minutes since the project began. */
export type Sitting = { readonly from: number; readonly minutes: number }

/** When a person works: connected, or between two contacts from a batch. */
export type Presence = {
  readonly online: readonly Sitting[]
  readonly away: readonly Away[]
}

export type Away = {
  /** The contact at which the batch is taken. */
  readonly from: number
  readonly sittings: readonly Sitting[]
  /** The contact at which the work is handed in; it may be after the last day. */
  readonly back: number
}

const DAY = 24 * 60

/** The same for every profile: it hangs on the seed and the person alone. */
export function presenceOf(person: Person, model: PeopleModel, days: number, seed: number): Presence {
  const chance = chanceOf(seed, person.contributor, 'presence')
  const { day: daily, hours, days_offline, late, days_late } = model.presence
  const sittings = Array.from({ length: days }, (_, day): Sitting[] => {
    const comes = chance.happens(daily)
    const hour = 8 + 13 * chance.next()
    const minutes = hours * 60 * (0.5 + chance.next())
    return comes ? [{ from: day * DAY + hour * 60, minutes }] : []
  }).flat()
  if (!person.offline) return { online: sittings, away: [] }

  const away: Away[] = []
  let from = chance.next() * DAY
  while (from < days * DAY) {
    const until = from + days_offline * (0.5 + chance.next()) * DAY
    const delay = chance.happens(late) ? days_late * (0.5 + chance.next()) * DAY : 0
    const meant = sittings.filter((sitting) => sitting.from >= from && sitting.from < until)
    away.push({ from, sittings: meant, back: until + delay })
    from = until + delay
  }
  return { online: [], away }
}
