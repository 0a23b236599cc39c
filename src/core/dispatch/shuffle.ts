/** Fisher and Yates. @param chance from 0 up to, but not, 1; the caller's, so that core draws nothing itself. */
export function shuffled<T>(list: readonly T[], chance: () => number): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1))
    const [a, b] = [mixed[i] as T, mixed[j] as T]
    mixed[i] = b
    mixed[j] = a
  }
  return mixed
}
