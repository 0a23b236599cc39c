import { describe, expect, it } from 'vitest'
import { dayOf, daysOf, type Now, type Stamp, todayOf } from './days.ts'
import { daysWorked, towards } from './goal.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** Noon of a day by UTC. */
const noon = (day: number) => day * DAY + 12 * HOUR
const at = (day: number, zone = 0): Now => ({ at: noon(day), zone: () => zone })
const saved = (...days: number[]): Stamp[] => days.map((day) => ({ saved: noon(day), zone: 0 }))

describe('[PG3] an item counts on the day on which it was done', () => {
  it('by local time there and then, wherever the device is by now', () => {
    const inTokyo = { saved: 21_000 * DAY + 16 * HOUR, zone: 540 } // one in the morning of the next day
    const inLima = { saved: 21_001 * DAY + 3 * HOUR, zone: -300 } // ten in the evening of the day before
    expect(daysOf([inTokyo, inLima], at(21_005))).toEqual([21_001, 21_000])
  })

  it('not when it was sent: what was done in a week offline counts on its days', () => {
    const offline = saved(21_000, 21_001, 21_002).map((stamp) => ({ ...stamp, had: noon(21_007) }))
    expect(daysOf(offline, at(21_007))).toEqual([21_000, 21_001, 21_002])
  })

  it('by the local time of now where nobody noted that of then', () => {
    expect(daysOf([{ saved: 21_000 * DAY + 16 * HOUR }], at(21_005, 540))).toEqual([21_001])
  })

  it('a clock 41 years ahead for an afternoon changes no other day', () => {
    const days = saved(21_000, 21_001, 21_001 + 41 * 365, 21_002)
    expect(daysOf(days, at(21_002))).toEqual([21_000, 21_001, 21_001, 21_002])
  })

  it('a clock that began at 1970 after a flat battery changes no other day', () => {
    expect(daysOf(saved(21_000, 21_001, 0, 0, 21_002), at(21_002))).toEqual([21_000, 21_001, 21_001, 21_001, 21_002])
  })

  it('what a hub had before it was done is told by a clock that was ahead', () => {
    const [early, ahead] = saved(21_000, 21_300)
    const had = { ...(ahead as Stamp), had: noon(21_000) }
    // By this computer it is later than that by now.
    expect(daysOf([early as Stamp, had], at(21_400))).toEqual([21_000, 21_000])
  })

  it('of two clocks the one holds by which more was done', () => {
    expect(daysOf(saved(21_000, 21_001, 21_002, 20_990), at(21_003))).toEqual([21_000, 21_001, 21_002, 21_002])
  })

  it('today is no day before one of which a hub has told', () => {
    const had = [{ saved: noon(21_000), zone: 0, had: noon(21_000) }]
    expect(todayOf(had, at(3))).toBe(21_000)
    expect(daysOf(had, at(3))).toEqual([21_000])
    expect(todayOf([], at(3))).toBe(3)
  })

  it('the only item, by an impossible clock, counts today', () => {
    expect(daysOf(saved(50_000), at(21_000))).toEqual([21_000])
  })

  it('days begin at local midnight, before 1970 too', () => {
    expect([dayOf(0, 0), dayOf(-1, 0), dayOf(0, -60), dayOf(23 * HOUR, 60)]).toEqual([0, -1, -1, 1])
  })
})

describe('[PG4] days in a row', () => {
  const worked = (...days: number[]) => days.map((day) => ({ day, took: 90 }))

  it('end today or yesterday, and a day off ends the row and takes nothing else away', () => {
    expect(daysWorked(worked(5, 6, 7), 7).inARow).toBe(3)
    expect(daysWorked(worked(5, 6, 7), 8).inARow).toBe(3)
    const later = daysWorked(worked(5, 6, 7), 9)
    expect(later.inARow).toBe(0)
    expect(later.week.map(({ tasks }) => tasks)).toEqual([0, 0, 1, 1, 1, 0, 0])
  })

  it('are the same however often a day was worked on', () => {
    expect(daysWorked(worked(7, 7, 7, 6), 7)).toMatchObject({ inARow: 2, today: { tasks: 3, seconds: 270 } })
  })

  it('a goal counts tasks, or whole minutes', () => {
    const { today } = daysWorked(worked(7, 7, 7), 7)
    expect(towards({ unit: 'tasks', count: 5 }, today)).toBe(3)
    expect(towards({ unit: 'minutes', count: 5 }, today)).toBe(4)
  })
})
