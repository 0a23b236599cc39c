/** Small choices of this browser; where it keeps nothing, they hold until the window closes. */
const forNow = new Map<string, string>()

export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? forNow.get(key)
  } catch {
    return forNow.get(key)
  }
}

export function remember(key: string, value: string): void {
  forNow.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage is barred or full: it holds for now.
  }
}
