/** Plays the histories that `main.ts` asks for, one after another, in a process of its own: a time zone is a process's. */
import './surroundings.ts'
import { makeBase } from './base.ts'
import { BREAKS } from './breaks.ts'
import { run } from './run.ts'

export type Asked = { readonly seed: number; readonly name?: string; readonly trace: boolean }

const base = await makeBase()
process.on('message', async ({ seed, name, trace }: Asked) => {
  const seams = name === undefined ? {} : BREAKS[name]
  const showEvent = trace ? (line: string) => void process.stderr.write(line) : undefined
  process.send?.(await run(seed, base, seams, showEvent))
})
process.on('disconnect', () => {
  base.remove()
  process.exit()
})
