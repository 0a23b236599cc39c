/** Characters in a shingle: long enough that common words are no likeness, short enough for one edit to leave most. */
const SHINGLE = 5
/** Bins of a signature, and how they are banded: texts of which 4 in 5 shingles are the same meet with 78 %, 9 in 10 with 99 %. */
const BINS = 64
const BANDS = 8
const ROWS = BINS / BANDS
/** Of the bins that must agree. */
const ALIKE = 0.8
const EMPTY = 0xffffffff

export type NearGroup = {
  /** In the order in which they were added. */
  readonly ids: readonly string[]
  /** Of each with the first that it was found to be like, the least: the share of shingles that they have in common. */
  readonly similarity: number
}

/**
 * [XP19] Texts that are nearly the same, in time near to linear and 260 bytes a text.
 *
 * Source: Broder 1997 (resemblance by shingles and minima); one permutation, its minima by bins: Li, Owen, Zhang 2012,
 * empty bins filled from their neighbours: Shrivastava and Li 2014; bands: Leskovec, Rajaraman, Ullman, chapter 3.
 */
export class NearDuplicates {
  private readonly ids: string[] = []
  private signatures = new Uint32Array(BINS * 1024)

  add(id: string, text: string): void {
    const at = this.ids.push(id) - 1
    if (this.signatures.length < (at + 1) * BINS) {
      const larger = new Uint32Array(this.signatures.length * 2)
      larger.set(this.signatures)
      this.signatures = larger
    }
    this.signatures.set(signatureOf(text), at * BINS)
  }

  /** Groups of two and more, by their first. */
  groups(): NearGroup[] {
    const leader = this.ids.map((_, at) => at)
    const likeness = new Map<number, number>()
    const top = (at: number): number => {
      let one = at
      while (leader[one] !== one) {
        leader[one] = leader[leader[one] as number] as number
        one = leader[one] as number
      }
      return one
    }
    for (let band = 0; band < BANDS; band++)
      for (const [first, ...others] of this.meetings(band))
        for (const other of others) {
          const [a, b] = [top(first as number), top(other)]
          if (a === b) continue
          const similarity = this.similarity(first as number, other)
          if (similarity < ALIKE) continue
          leader[Math.max(a, b)] = Math.min(a, b)
          likeness.set(Math.min(a, b), Math.min(similarity, likeness.get(a) ?? 1, likeness.get(b) ?? 1))
        }
    const groups = Map.groupBy(
      this.ids.map((_, at) => at),
      top
    )
    return [...groups]
      .filter(([, members]) => members.length > 1)
      .map(([first, members]) => ({
        ids: members.map((at) => this.ids[at] as string),
        similarity: likeness.get(first) ?? 1
      }))
  }

  /** Runs of texts whose signatures agree in this band. Each is held against the first alone, so that a text that ten thousand wrote costs ten thousand looks. */
  private meetings(band: number): number[][] {
    const count = this.ids.length
    // A hash of 32 bits and a position of 21 in one double, so that sorting is the engine's own and fast.
    const keys = new Float64Array(count)
    for (let at = 0; at < count; at++) keys[at] = this.bandHash(at, band) * 2 ** 21 + at
    keys.sort()
    const runs: number[][] = []
    let run: number[] = []
    let last = -1
    for (const key of keys) {
      const hash = Math.floor(key / 2 ** 21)
      if (hash !== last) {
        if (run.length > 1) runs.push(run)
        run = []
        last = hash
      }
      run.push(key % 2 ** 21)
    }
    if (run.length > 1) runs.push(run)
    return runs
  }

  private bandHash(at: number, band: number): number {
    let hash = 0x811c9dc5
    for (let row = 0; row < ROWS; row++) hash = mixed(hash ^ (this.signatures[at * BINS + band * ROWS + row] as number))
    return hash
  }

  private similarity(a: number, b: number): number {
    const of = (at: number) => this.signatures.subarray(at * BINS, (at + 1) * BINS)
    return alike(of(a), of(b))
  }
}

/** What tells whether a text is nearly the same as another, in 256 bytes. */
export type Signature = Uint32Array

/** [XP19] Which of some texts is nearly the same as this one; undefined: none is. Each is looked at. */
export function nearest(text: Signature, others: readonly Signature[]): number | undefined {
  const at = others.findIndex((other) => alike(text, other) >= ALIKE)
  return at === -1 ? undefined : at
}

function alike(a: Signature, b: Signature): number {
  return a.reduce((same, value, bin) => same + (value === b[bin] ? 1 : 0), 0) / BINS
}

export function signatureOf(text: string): Signature {
  const points = [...folded(text)]
  const bins = new Uint32Array(BINS).fill(EMPTY)
  const last = Math.max(0, points.length - SHINGLE)
  for (let at = 0; at <= last; at++) {
    let hash = 0x811c9dc5
    for (let i = at; i < at + SHINGLE && i < points.length; i++)
      hash = Math.imul(hash ^ ((points[i] as string).codePointAt(0) as number), 0x01000193)
    hash = mixed(hash)
    const bin = hash & (BINS - 1)
    if (hash < (bins[bin] as number)) bins[bin] = hash
  }
  return filled(bins)
}

/** Alike are texts that differ in case, in width, in how an accent is put together, or in spaces. */
function folded(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim()
}

/** An empty bin says what the next one to the right that is not empty says, and how far that is. */
function filled(bins: Uint32Array): Uint32Array {
  const out = Uint32Array.from(bins)
  for (let bin = 0; bin < BINS; bin++) {
    let way = 0
    while (way < BINS && bins[(bin + way) % BINS] === EMPTY) way += 1
    if (way > 0 && way < BINS) out[bin] = mixed((bins[(bin + way) % BINS] as number) + Math.imul(way, 0x9e3779b1))
  }
  return out
}

/** The end of MurmurHash3: every bit of the input moves every bit of the output. */
function mixed(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
