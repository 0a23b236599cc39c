/** What is to happen, earliest first; at the same time, what was planned first. */
export type Queue = {
  plan(at: number, happen: (now: number) => void): void
  /** Lets everything happen, also what is planned meanwhile. */
  run(): void
}

type Planned = { readonly at: number; readonly nth: number; readonly happen: (now: number) => void }

export function newQueue(): Queue {
  // A binary heap: the parent of place i is at (i - 1) / 2.
  const heap: Planned[] = []
  let planned = 0
  const before = (a: Planned, b: Planned) => a.at < b.at || (a.at === b.at && a.nth < b.nth)
  const swapIfBefore = (i: number, j: number) => {
    const [a, b] = [heap[i] as Planned, heap[j] as Planned]
    if (!before(a, b)) return false
    heap[i] = b
    heap[j] = a
    return true
  }
  const next = (): Planned | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      if (left >= heap.length) break
      const least = right < heap.length && before(heap[right] as Planned, heap[left] as Planned) ? right : left
      if (!swapIfBefore(least, i)) break
      i = least
    }
    return first
  }
  return {
    plan(at, happen) {
      heap.push({ at, nth: planned++, happen })
      for (let i = heap.length - 1; i > 0; i = (i - 1) >> 1) if (!swapIfBefore(i, (i - 1) >> 1)) break
    },
    run() {
      for (let event = next(); event; event = next()) event.happen(event.at)
    }
  }
}
