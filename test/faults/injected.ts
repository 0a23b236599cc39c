/** How often each kind of fault was put in. */
export class Injected {
  readonly counts: Record<string, number> = {}

  count(kind: string, times = 1): void {
    if (times > 0) this.counts[kind] = (this.counts[kind] ?? 0) + times
  }

  add(other: Readonly<Record<string, number>>): void {
    for (const [kind, times] of Object.entries(other)) this.count(kind, times)
  }
}
