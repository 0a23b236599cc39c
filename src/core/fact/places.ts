import { compareText } from '../bytes.ts'

/** An order, best first, as `[2, [0, 3], 1]`: a place holds one thing, or a list of at least two that tie. */
export type Places<T> = readonly (T | readonly T[])[]

/**
 * The ids at the positions of a ballot, place by place. Which of those that tie was named first says nothing, so they
 * come in the order of their text: who means the same says the same.
 *
 * @param idAt undefined: nothing was shown at that position, and it is left out.
 */
export function idsInPlaces(
  order: Places<number>,
  idAt: (position: number) => string | undefined
): (string | string[])[] {
  return order.flatMap((place): (string | string[])[] => {
    const ids = [place]
      .flat()
      .map(idAt)
      .filter((id) => id !== undefined)
    return ids.length > 1 ? [ids.sort(compareText)] : ids
  })
}
