/** What is said of n siblings, which go by their positions 0 to n - 1. */
type Evidence = {
  readonly siblings: number
  /** A ballot each: the place of the siblings that it names, best first; the same place if they tie. */
  readonly votes: readonly ReadonlyMap<number, number>[]
  /** By sibling: its reviewers' ratings, whole numbers from 0 to 1,000. */
  readonly ratings: readonly (readonly number[])[]
}

export type Scores = {
  /** Below 0 if i stands above j, 0 if their scores are equal to the last digit. */
  compare(i: number, j: number): number
  /** The square of the difference of two scores over its variance, in millionths, rounded down. */
  squaredGap(i: number, j: number): number
}

/** A rating says as much about one reply as a ballot that compares it with three others. */
const RATING = 3
/** As many steps of a ballot as lie between the lowest rating and the highest: half a step a level, of five. */
const SCALE = 2
/** What is said is not taken for more than it is: as if six comparisons more had found each reply like the average. */
const DOUBT = 6

/**
 * The scores that fit all that was said best, by least squares, and how sure they are. Each sibling i has a score s(i):
 *
 * - a ballot that has i above j says s(i) - s(j) = 1; one that ties them, 0;
 * - a rating v of i, with weight 3, says s(i) = 2 v + c with one unknown c for all siblings (how strict reviewers are);
 * - doubt, with weight 6, says s(i) = 0.
 *
 * Where all ballots name all siblings and all have as many ratings, the order is that of Borda's count with the ratings
 * added. All is computed in whole numbers, so equal is equal, and neither the order of the siblings nor the engine
 * matters.
 *
 * Source: Thurstone 1927; Kaiser and Serlin 1978, least squares where comparisons are missing; a normal prior. The
 * constants are fitted (docs/decisions/0012-consensus.md). Solved without fractions: Bareiss 1968.
 */
export function estimate(evidence: Evidence): Scores {
  const { matrix, right, scale } = normalEquations(evidence)
  const n = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1n : 0n)), right[i] as bigint])
  const det = eliminate(rows)
  const score = rows.map((row) => row[2 * n] as bigint)
  const inverse = (i: number, j: number) => rows[i]?.[n + j] as bigint
  const gap = (i: number, j: number) => (score[i] as bigint) - (score[j] as bigint)
  return {
    compare: (i, j) => Number(gap(j, i) > 0n) - Number(gap(j, i) < 0n),
    squaredGap: (i, j) => {
      const variance = inverse(i, i) + inverse(j, j) - 2n * inverse(i, j)
      return Number(gap(i, j) ** 2n / (det * variance * scale))
    }
  }
}

/** The equations times `scale`, the number of ratings, which stands under their mean; the right side also times 1,000. */
function normalEquations({ siblings: n, votes, ratings }: Evidence) {
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const right = new Array<number>(n).fill(0)
  const add = (i: number, j: number, value: number) => {
    const row = matrix[i] as number[]
    row[j] = (row[j] as number) + value
  }
  const all = ratings.flat()
  const scale = Math.max(1, all.length)
  for (const places of votes) {
    for (const [i, a] of places) {
      for (const [j, b] of places) {
        if (i === j) continue
        add(i, i, scale)
        add(i, j, -scale)
        right[i] = (right[i] as number) + scale * 1000 * Math.sign(b - a)
      }
    }
  }
  for (const [i, given] of ratings.entries()) {
    add(i, i, scale * (DOUBT + RATING * given.length))
    for (const [j, others] of ratings.entries()) add(i, j, -RATING * given.length * others.length)
    right[i] = (right[i] as number) + RATING * SCALE * (scale * sum(given) - given.length * sum(all))
  }
  return { matrix: matrix.map((row) => row.map(BigInt)), right: right.map(BigInt), scale: BigInt(scale) }
}

/**
 * Turns the left part of `rows` into a multiple of the unit matrix by adding rows, without fractions.
 * @returns that multiple, the determinant. No pivot is 0, since the matrix is positive definite.
 */
function eliminate(rows: bigint[][]): bigint {
  let before = 1n
  for (const [k, pivotRow] of rows.entries()) {
    const pivot = pivotRow[k] as bigint
    for (const [i, row] of rows.entries()) {
      const factor = row[k] as bigint
      if (i !== k)
        for (const [j, value] of row.entries()) row[j] = (pivot * value - factor * (pivotRow[j] as bigint)) / before
    }
    before = pivot
  }
  return before
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
