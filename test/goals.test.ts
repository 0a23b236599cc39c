import { afterAll, expect, it } from 'vitest'
import { linesOf } from './device-folder.ts'
import { cleanUp, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

it('an organizer sets goals, sees them, and takes them back', async () => {
  const data = newFolder()
  await succeeds(['import', PRACTICE, '--data', data, '--as', 'growing'])
  const goals = async (...args: string[]) => succeeds(['goals', '--data', data, ...args])
  expect((await goals()).stdout).toBe('')
  await goals('--tasks', '90000')
  const set = await goals('--tasks', '2000', '--lang', 'sw', '--from', '2026-11-01', '--until', '2026-12-31', '--json')
  const [all, swahili] = linesOf<Record<string, unknown>>(set.stdout)
  expect(all).toMatchObject({ tasks: 90_000 })
  // Without a day it is this day, from its beginning: what was done this morning counts.
  expect(Number(all?.from) % 86_400).toBe(0)
  const day = (text: string) => Date.parse(text) / 1000
  expect(swahili).toEqual({ lang: 'sw', tasks: 2000, from: day('2026-11-01'), until: day('2027-01-01') - 1 })
  expect((await goals('--tasks', '0')).stdout).toBe('sw: 2000 tasks from 2026-11-01 until 2026-12-31\n')
})

it('a goal founds no project, and what is no goal is said', async () => {
  const data = newFolder()
  const refused = async (...args: string[]) => {
    const { code, stderr } = await understory(['goals', '--data', data, ...args])
    return [code, stderr.split('.')[0]]
  }
  expect((await refused('--tasks', '5'))[0]).toBe(1)
  expect(await refused('--lang', 'sw')).toEqual([2, '--tasks N is missing'])
  expect((await refused('--tasks', '5', '--until', '2026-02-30'))[0]).toBe(2)
  expect((await refused('--tasks', '5', '--from', '2026-03-01', '--until', '2026-02-01'))[0]).toBe(2)
  expect((await refused('--tasks', 'many'))[0]).toBe(2)
})
