/**
 * The consensus once more, from its definitions alone and as plainly as can be: by trying all orders, and by Leibniz'
 * formula. For a few replies; nothing of the core is used.
 */
export type Ballot = readonly (string | readonly string[])[]
export type Rating = Readonly<Record<string, number>>
type Said = { readonly order: string[][]; readonly certainty: readonly number[]; readonly settled: boolean }

/**
 * Open-Assistant's six steps (open-assistant.md 4.3): of all orders of the ids that all ballots hold, the one that
 * agrees with every pair kept.
 */
export function naiveRankedPairs(ballots: readonly Ballot[]): string[] | null {
  const ids = idsOf(ballots)
    .filter((id) => ballots.every((ballot) => ballot.flat().includes(id)))
    .sort()
  if (ids.length < 2) return null
  const margin = (a: string, b: string) => sum(ballots.map((ballot) => preference(ballot, a, b) ?? 0))
  const pairs: [string, string][] = []
  for (const a of ids) for (const b of ids) if (a !== b && margin(a, b) >= 0) pairs.push([a, b])
  // Sorting is stable, and the pairs stand in the order of their ids.
  pairs.sort(([a, b], [c, d]) => margin(c, d) - margin(a, b))
  const kept: [string, string][] = []
  const agrees = (order: readonly string[]) => kept.every(([a, b]) => order.indexOf(a) < order.indexOf(b))
  const orders = permutations(ids)
  for (const pair of pairs) {
    kept.push(pair)
    // A cycle is what no order agrees with.
    if (!orders.some(agrees)) kept.pop()
  }
  const left = orders.filter(agrees)
  if (left.length !== 1) throw new Error(`${left.length} orders are left`)
  return left[0] as string[]
}

/** The unknown beside the scores: what ratings have in common. No id. */
const STRICTNESS = ' '

/** One thing that was said: the sum of factors times unknowns, which are scores in thousandths, should be `value`. */
type Equation = { readonly factors: readonly number[]; readonly value: number; readonly weight: number }

/** Of siblings, of which the ballots name some (docs/decisions/0012-consensus.md). */
export function naiveUnderstory(
  siblings: readonly string[],
  given: readonly Ballot[],
  ratings: readonly Rating[],
  limits: { required: number; most: number; enough: number }
): Said | null {
  const ballots = given
    .map((ballot) => ballot.map((place) => [place].flat().filter((id) => siblings.includes(id))))
    .filter((ballot) => ballot.flat().length > 1)
  if (siblings.length < 2 || ballots.length === 0) return null
  const equations = equationsOf(siblings, ballots, ratings)
  const matrix = product(equations)
  const whole = determinant(matrix)
  const right = matrix.map((_, i) => sum(equations.map((one) => one.weight * (one.factors[i] ?? 0) * one.value)))
  const score = matrix.map((_, i) => Number((determinant(replaced(matrix, i, right)) * 10n ** 12n) / whole))
  const unit = (i: number) => matrix.map((_, k) => Number(k === i))
  const inverse = (i: number, j: number) => Number(determinant(replaced(matrix, i, unit(j)))) / Number(whole)
  const z = (i: number, j: number) =>
    Math.abs((score[i] as number) - (score[j] as number)) /
    1e15 /
    Math.sqrt(inverse(i, i) + inverse(j, j) - 2 * inverse(i, j))

  const values = [...new Set(siblings.map((_, i) => score[i] as number))].sort((a, b) => b - a)
  const places = values.map((value) => siblings.map((_, i) => i).filter((i) => score[i] === value))
  const certainty = places
    .slice(1)
    .map((place, k) => Math.min(...place.flatMap((j) => (places[k] as number[]).map((i) => chanceBelow(z(i, j))))))
  const order = places.map((place) => place.map((i) => siblings[i] as string).sort())
  return { order, certainty, settled: isSettled(siblings, order, certainty, ballots, limits) }
}

function equationsOf(siblings: readonly string[], ballots: readonly Ballot[], ratings: readonly Rating[]): Equation[] {
  const rated = ratings.some((each) => siblings.some((id) => each[id] !== undefined))
  const unknowns = rated ? [...siblings, STRICTNESS] : siblings
  const equation = (plus: string, minus: string | undefined, value: number, weight: number): Equation => {
    const factors = unknowns.map((name) => Number(name === plus) - Number(name === minus))
    return { factors, value: value * 1000, weight }
  }
  const equations: Equation[] = []
  for (const a of siblings) {
    equations.push(equation(a, undefined, 0, 6))
    for (const rating of ratings) if (rating[a] !== undefined) equations.push(equation(a, STRICTNESS, 2 * rating[a], 3))
    for (const b of siblings) {
      if (a >= b) continue
      for (const ballot of ballots) {
        const said = preference(ballot, a, b)
        if (said !== undefined) equations.push(equation(a, b, said, 1))
      }
    }
  }
  return equations
}

/** The sums of weighted products of the factors. */
function product(equations: readonly Equation[]): number[][] {
  const size = equations[0]?.factors.length ?? 0
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) =>
      sum(equations.map(({ factors, weight }) => weight * (factors[i] ?? 0) * (factors[j] ?? 0)))
    )
  )
}

/** By Leibniz: the sum over all permutations. */
function determinant(matrix: readonly (readonly number[])[]): bigint {
  const columns = matrix.map((_, i) => i)
  return permutations(columns).reduce((total, permutation) => {
    const turns = permutation.flatMap((a, i) => permutation.slice(i + 1).filter((b) => b < a)).length
    const term = permutation.reduce((value, column, row) => value * BigInt(matrix[row]?.[column] ?? 0), 1n)
    return total + (turns % 2 === 0 ? term : -term)
  }, 0n)
}

/** With another column i: Cramer's rule. */
function replaced(matrix: readonly (readonly number[])[], i: number, column: readonly number[]): number[][] {
  return matrix.map((row, k) => row.map((value, j) => (j === i ? (column[k] ?? 0) : value)))
}

/** The area under the bell curve up to z, by the trapezoid rule. */
function chanceBelow(z: number): number {
  const steps = 2000
  const width = z / steps
  const bell = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  const inner = sum(Array.from({ length: steps - 1 }, (_, i) => bell((i + 1) * width)))
  return 0.5 + width * (bell(0) / 2 + inner + bell(z) / 2)
}

function isSettled(
  siblings: readonly string[],
  order: readonly (readonly string[])[],
  certainty: readonly number[],
  ballots: readonly Ballot[],
  { required, most, enough }: { required: number; most: number; enough: number }
): boolean {
  if (ballots.length >= most) return true
  for (const id of siblings) if (ballots.filter((ballot) => ballot.flat().includes(id)).length < required) return false
  let allAgree = true
  for (const a of siblings) {
    for (const b of siblings) {
      if (a === b) continue
      const said = ballots.map((ballot) => preference(ballot, a, b))
      if (said.includes(1) && !said.includes(-1) && preference(order, a, b) !== 1) return false
      if (said.some((each) => each === undefined || each !== said[0])) allAgree = false
    }
  }
  return allAgree || (order.length === siblings.length && certainty.every((each) => each >= enough))
}

/** 1: a above b; 0: tied; undefined: not compared. */
function preference(ballot: Ballot, a: string, b: string): number | undefined {
  const at = (id: string) => ballot.findIndex((place) => [place].flat().includes(id))
  return at(a) < 0 || at(b) < 0 ? undefined : Math.sign(at(b) - at(a))
}

function idsOf(ballots: readonly Ballot[]): string[] {
  return [...new Set(ballots.flat(2))]
}

function permutations<V>(list: readonly V[]): V[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
