/** No font has a letter for it: whatever stands for it stands for all that is missing. */
const NOBODYS = '\u{10fffd}'
const SIZE = 32

/**
 * Whether a letter of the text shows as the box that stands for letters which no font has.
 *
 * @param font families, as CSS writes them; by itself what the system has.
 */
export function lacks(text: string, font = 'system-ui, sans-serif'): boolean {
  const context = new OffscreenCanvas(SIZE * 2, SIZE * 2).getContext('2d', { willReadFrequently: true })
  if (!context) return false
  const drawn = (letter: string): string => {
    context.clearRect(0, 0, SIZE * 2, SIZE * 2)
    context.font = `${SIZE}px ${font}`
    context.fillText(letter, SIZE / 2, SIZE * 1.5)
    return context.getImageData(0, 0, SIZE * 2, SIZE * 2).data.join('')
  }
  const box = drawn(NOBODYS)
  return [...text].some((letter) => /\S/u.test(letter) && drawn(letter) === box)
}
