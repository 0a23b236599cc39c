/**
 * For each hundredth from 0.51 to 0.99 the square, in millionths, of the number of standard deviations that a normal
 * variable stays below with that probability. A table, since engines need not agree on the last digit of a computed one.
 */
const SQUARES = [
  628, 2515, 5666, 10087, 15791, 22792, 31108, 40761, 51777, 64185, 78019, 93319, 110127, 128493, 148472, 170126,
  193524, 218742, 245868, 274996, 306235, 339704, 375540, 413893, 454936, 498863, 545895, 596282, 650315, 708326,
  770702, 837893, 910431, 988946, 1074194, 1167090, 1268757, 1380594, 1504371, 1642374, 1797624, 1974226, 2177959,
  2417321, 2705543, 3064902, 3537385, 4217885, 5411894
]

/**
 * [CO2] How sure it is that what is estimated to be above is above, 0.5 to 0.99, in hundredths, rounded down.
 *
 * @param squaredGap the square of the estimated difference over its variance, in millionths.
 */
export function certaintyOf(squaredGap: number): number {
  return (50 + SQUARES.filter((square) => square <= squaredGap).length) / 100
}
