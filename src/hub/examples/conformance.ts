/** Resolves once it is so; what never comes is a failure. No time passes by this in a world of its own. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20_000; turn++) {
    if (await so()) return
    await new Promise<void>((resume) => void setImmediate(resume))
  }
  throw new Error(`never came: ${so}`)
}
