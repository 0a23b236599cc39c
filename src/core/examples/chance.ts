/** Random choices that a seed repeats. For tests; a mulberry32 is even enough for that and no more. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  happens(probability: number): boolean {
    return this.next() < probability
  }

  /** Undefined only of an empty list. */
  one<V>(list: readonly V[]): V | undefined {
    return list[this.below(list.length)]
  }

  shuffled<V>(list: readonly V[]): V[] {
    const mixed = [...list]
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const [a, b] = [mixed[i] as V, mixed[j] as V]
      mixed[i] = b
      mixed[j] = a
    }
    return mixed
  }
}
