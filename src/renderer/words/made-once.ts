/** Makes a value once for each key: a browser takes long to make what formats, names and cuts, and keys are few. */
export function madeOnce<V>(make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>()
  return (key) => {
    const before = made.get(key)
    if (before !== undefined || made.has(key)) return before as V
    const value = make(key)
    made.set(key, value)
    return value
  }
}
