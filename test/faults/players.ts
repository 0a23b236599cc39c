import { fork } from 'node:child_process'
import type { Run } from './run.ts'
import type { Asked } from './worker.ts'

/** A history that takes longer than this, in milliseconds, has no end. */
const PATIENCE = 600_000

/**
 * The histories of some seeds, played by several processes.
 *
 * @param asked seeds in their order.
 * @returns what came of each, in that order whoever was faster. A seed that ended or hung its process diverges.
 */
export async function* play(asked: readonly Asked[], jobs: number): AsyncGenerator<Run> {
  const players = Array.from({ length: Math.min(jobs, asked.length) }, () => new Player())
  const results = asked.map(() => Promise.withResolvers<Run>())
  let next = 0
  let over = false
  const plays = async (player: Player) => {
    for (let at = next++; at < asked.length && !over; at = next++)
      results[at]?.resolve(await player.plays(asked[at] as Asked))
  }
  for (const player of players) void plays(player)
  try {
    for (const { promise } of results) yield await promise
  } finally {
    over = true
    for (const player of players) player.leave()
  }
}

export async function playOne(asked: Asked): Promise<Run> {
  const player = new Player()
  try {
    return await player.plays(asked)
  } finally {
    player.leave()
  }
}

class Player {
  private child = begin()

  async plays(asked: Asked): Promise<Run> {
    const { child } = this
    const { promise, resolve } = Promise.withResolvers<Run>()
    const fails = (why: string) => {
      this.child = begin()
      const none = { events: 0, saved: 0, destroyed: 0, rounds: undefined, injected: {}, trace: '' }
      resolve({ seed: asked.seed, ...none, lost: [], doubled: [], diverged: [why] })
    }
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    late.unref()
    child.once('exit', (code) => fails(`its process ended with ${code ?? 'no end in sight'}`))
    child.once('message', resolve)
    child.send(asked)
    try {
      return await promise
    } finally {
      clearTimeout(late)
      child.removeAllListeners()
    }
  }

  leave(): void {
    this.child.removeAllListeners()
    this.child.disconnect()
  }
}

function begin() {
  return fork(new URL('./worker.ts', import.meta.url))
}
