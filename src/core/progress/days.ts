/** When something was finished, as the device wrote it down. */
export type Stamp = {
  /** Milliseconds since 1970 by the device's clock: a note, and the clock may have been wrong. */
  readonly saved: number
  /** Minutes that the device's local time was ahead of UTC then; absent: nobody noted it. */
  readonly zone?: number
  /** Milliseconds since 1970 by a hub's clock when it had it. */
  readonly had?: number
}

/** What the clock on the wall says now. */
export type Now = {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Minutes that local time is ahead of UTC at a time. */
  zone(at: number): number
}

const DAY = 86_400_000
/** The first of January 2026: nothing was done with this program before. Flat batteries begin anew at 1970, 1980 or 2000. */
const FIRST = 1_767_225_600_000

/** A day of a calendar, as the number of days since the first of January 1970. */
export type Day = number

/** The local day of a time. */
export function dayOf(at: number, zone: number): Day {
  return Math.floor((at + zone * 60_000) / DAY)
}

/**
 * [PG3] The day on which each item was done: where and when it was done, not where it was sent. Clocks are wrong at
 * times, so an item that a hub had a day before it was done, or that was done after today or before this program, or that
 * contradicts the order of finishing, counts on the day of the one before it. Of two clocks that contradict each other the one holds
 * by which more was done.
 *
 * @param items in the order of finishing.
 * @returns one for each.
 */
export function daysOf(items: readonly Stamp[], now: Now): readonly Day[] {
  const present = presentOf(items, now)
  const isPossible = ({ saved, had = Number.POSITIVE_INFINITY }: Stamp) =>
    saved >= FIRST && saved <= had + DAY && saved <= present.at + DAY
  const possible = items.flatMap((stamp, at) => (isPossible(stamp) ? [at] : []))
  const holds = new Set(longestRising(possible, (at) => (items[at] as Stamp).saved))
  const day = (at: number) => {
    const { saved, zone = now.zone(saved) } = items[at] as Stamp
    return dayOf(saved, zone)
  }
  const [first] = holds
  let last = first === undefined ? dayOf(present.at, now.zone(present.at)) : day(first)
  return items.map((_, at) => {
    if (holds.has(at)) last = day(at)
    return last
  })
}

/** Today, also by a clock that was set back behind what a hub has told of. */
export function todayOf(items: readonly Stamp[], now: Now): Day {
  const { at } = presentOf(items, now)
  return dayOf(at, now.zone(at))
}

/** What a hub had is past, whatever this clock says. */
function presentOf(items: readonly Stamp[], { at }: Now): { at: number } {
  return { at: items.reduce((latest, { had = 0 }) => Math.max(latest, had), at) }
}

/** The most of these whose values never fall, in their order. */
function longestRising(places: readonly number[], timeOf: (place: number) => number): number[] {
  // ends[n]: the place at which some run of n + 1 ends lowest; behind: the place before each in its run.
  const ends: number[] = []
  const behind = new Map<number, number | undefined>()
  for (const place of places) {
    const value = timeOf(place)
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (timeOf(ends[middle] as number) <= value) low = middle + 1
      else high = middle
    }
    behind.set(place, ends[low - 1])
    ends[low] = place
  }
  const run: number[] = []
  for (let place = ends.at(-1); place !== undefined; place = behind.get(place)) run.push(place)
  return run.reverse()
}
