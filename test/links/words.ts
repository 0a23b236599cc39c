/** Of two bytes each in UTF-8, none like another: they do not compress. */
export function words(seed: number): string {
  let state = seed + 1
  const letter = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return String.fromCharCode(0x100 + ((state >>> 12) % 1024))
  }
  return Array.from({ length: 1400 }, letter).join('')
}
