import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { RunningHub, stopHubs } from './running-hub.ts'
import { SOON, stopVolunteers, Volunteer } from './volunteer.ts'

afterEach(async () => {
  await stopVolunteers()
  await stopHubs()
})
afterAll(removeFolders)

const merged = async ({ device }: Volunteer) => {
  await device.synced(SOON)
  return expect.poll(async () => (await device.items()).map(({ kind, state }) => `${kind} ${state}`), {
    timeout: SOON,
    interval: 5
  })
}

describe('what volunteers say reaches the project', () => {
  it('prompts are ranked by themselves: no thread, some tied, one left out', async () => {
    const growing = Array.from({ length: 10 }, (_, i) => treeLine(`t${i}`, { replies: 0 }))
    const hub = await RunningHub.start(...growing)
    await hub.importAs('prompts', ...['p1', 'p2', 'p3'].map((id) => treeLine(id, { replies: 0 })))
    const volunteer = await Volunteer.at(hub)
    const wish = { langs: ['en'], kinds: ['rank_initial_prompts' as const], count: 1 }
    expect((await volunteer.device.checkout(wish, SOON)).count).toBe(1)
    const [task] = await volunteer.device.tasks()
    expect(task).toMatchObject({ kind: 'rank_initial_prompts', lang: 'en', thread: [] })
    expect(task?.candidates.map(({ text }) => text).sort()).toEqual(['Prompt p1', 'Prompt p2', 'Prompt p3'])
    await volunteer.device.answer({ task: `${task!.batch}/0`, order: [[2, 0]], good: 2 })
    await (await merged(volunteer)).toEqual(['rank_initial_prompts merged'])
  })

  it('a report, a flag and a reaction go without a task, and one that is taken back says so', async () => {
    const hub = await RunningHub.start(treeLine('t0', { replies: 0 }))
    const volunteer = await Volunteer.at(hub, 1)
    const { device } = volunteer
    const message = (await device.tasks())[0]!.thread[0]!.id!
    await device.report(message, 'It names a private person.')
    await device.flag(message)
    await device.react(message, '+1', true)
    await (await merged(volunteer)).toEqual(['report merged', 'emoji merged', 'emoji merged'])
    await device.react(message, '+1', false)
    await device.withdraw()
    await (await merged(volunteer)).toEqual([
      'report merged',
      'emoji merged',
      'emoji spare',
      'emoji merged',
      'withdraw merged'
    ])
  })

  it('a wish of several languages is filled from one of them', async () => {
    const hub = await RunningHub.start(
      treeLine('en', { replies: 0 }),
      treeLine('sw', { replies: 0, lang: 'sw' }),
      treeLine('pt', { replies: 0, lang: 'pt-BR' })
    )
    const volunteer = await Volunteer.at(hub)
    const wish = { langs: ['am', 'pt', 'sw'], kinds: ['assistant_reply' as const], count: 5, minutes: 60 }
    expect((await volunteer.device.checkout(wish, SOON)).count).toBe(1)
    expect((await volunteer.device.tasks()).map(({ lang }) => lang)).toEqual(['pt-BR'])
  })
})
