import { expect } from 'vitest'
import { understory } from './understory.ts'

type Options = Parameters<typeof understory>[1]

/** The command refuses with exactly this line: what became of the work, why, one thing to do, and a code. */
export async function expectRefusal(args: readonly string[], line: string, options?: Options): Promise<void> {
  const { code, stdout, stderr } = await understory(args, options)
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${line}\n` })
}

/** The command line is wrong: nothing was tried, and the help follows. */
export async function expectWrongUse(args: readonly string[], problem: string): Promise<void> {
  const { code, stdout, stderr } = await understory(args)
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
  const [first = '', empty, help] = stderr.split('\n')
  expect(first).toBe(problem)
  expect(empty).toBe('')
  expect(help).toMatch(/^understory /)
  expectNoStack(stderr)
}

export function expectNoStack(text: string): void {
  expect(text).not.toMatch(/\n\s+at .+:\d+|Something went wrong|ExperimentalWarning/)
}
