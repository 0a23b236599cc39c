/** A stream of random numbers that its names alone decide. The same names give the same numbers on every machine. */
export type Chance = {
  /** From 0 up to, but not, 1. */
  next(): number
  below(count: number): number
  happens(probability: number): boolean
  /** Mean 0, standard deviation 1. */
  normal(): number
}

/**
 * Streams are named and not shared, so that one more number drawn for one purpose changes none drawn for another:
 * two profiles then see the same people on the same days.
 *
 * Source: sfc32 (PractRand), seeded by FNV-1a over the names and run in for 12 steps.
 */
export function chanceOf(...names: readonly (string | number)[]): Chance {
  let [a, b, c, counter] = seeds(names.join('\u0000'))
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) draw()
  return {
    next: draw,
    below: (count) => Math.floor(draw() * count),
    happens: (probability) => draw() < probability,
    normal: () => {
      // Irwin and Hall: twelve uniforms have variance 1. No log or cos, whose last digits differ between engines.
      let sum = -6
      for (let i = 0; i < 12; i++) sum += draw()
      return sum
    }
  }
}

function seeds(name: string): [number, number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x243f6a88, 0xb7e15162].map((basis) => {
    let hash = basis
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    return hash ^ (hash >>> 15)
  })
  return words as [number, number, number, number]
}
