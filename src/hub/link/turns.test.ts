import { describe, expect, it } from 'vitest'
import { manualSystem } from '../../sync/manual-system.ts'
import { type Turn, Turns } from './turns.ts'

describe('turns of callers (time by hand)', () => {
  const enterAll = (turns: Turns, count: number) => Array.from({ length: count }, () => turns.enter() as Turn)
  const places = (some: readonly Turn[]) => some.map((turn) => turn.place())

  it('[LK16] callers are let in in the order in which they came, each told its place', async () => {
    const callers = enterAll(new Turns(manualSystem(), 2), 5)
    expect(places(callers)).toEqual([0, 0, 1, 2, 3])
    callers[1]?.served()
    await callers[2]?.came
    expect(places(callers)).toEqual([0, 0, 0, 1, 2])
    callers[3]?.leave()
    expect(places(callers)).toEqual([0, 0, 0, 0, 1])
    callers[0]?.leave()
    callers[0]?.leave()
    callers[0]?.served()
    await callers[4]?.came
    expect(places(callers)).toEqual([0, 0, 0, 0, 0])
  })

  it('[LK16] one that does not answer its challenge keeps nobody waiting for longer than 10 s', async () => {
    const system = manualSystem()
    const [one, two] = enterAll(new Turns(system, 1), 2)
    system.pass(9_999)
    expect(two?.place()).toBe(1)
    system.pass(1)
    await two?.came
    one?.leave()
    two?.leave()
    expect(system.waiting).toBe(0)
  })

  it('[LK16] more links than a hub holds are told to come later', () => {
    const turns = new Turns(manualSystem())
    const callers = enterAll(turns, 5000)
    expect(turns.enter()).toBeUndefined()
    callers[7]?.leave()
    expect(turns.enter()).toBeDefined()
  })
})
