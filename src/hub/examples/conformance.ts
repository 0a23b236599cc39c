/**
 * Resolves once it is so. Turns of the event loop pass meanwhile and no time of the test's own world; what has not come
 * after seconds of real time is a failure.
 */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 8000; performance.now() < end; ) {
    if (await so()) return
    await new Promise<void>((resume) => void setImmediate(resume))
  }
  throw new Error(`never came: ${so}`)
}
