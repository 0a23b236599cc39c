import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cleanUp, newFolder, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

const FEW = ['--volunteers', '8', '--days', '5', '--seeds', '1..2']
/** Enough for the first trees. */
const MORE = ['--volunteers', '12', '--days', '28', '--seeds', '1..2']

describe('simulate', () => {
  it('compares the same people under several rules, however many workers there are', async () => {
    const folder = newFolder()
    const compare = async (workers: number) => {
      const log = join(folder, `log-${workers}.jsonl`)
      const rules = ['--compare', 'open-assistant,understory']
      const { stdout } = await succeeds([
        'simulate',
        ...rules,
        ...FEW,
        '--workers',
        `${workers}`,
        '--log',
        log,
        '--json'
      ])
      return { figures: JSON.parse(stdout), log: readFileSync(log, 'utf8') }
    }
    const one = await compare(1)
    expect(await compare(2)).toEqual(one)
    expect(Object.keys(one.figures)).toEqual(['open-assistant', 'understory'])
    for (const figures of Object.values(one.figures))
      expect(Object.keys(figures as object)).toEqual([
        ...[
          'finished_trees',
          'minutes_per_tree',
          'tau',
          'best_found',
          'label_error',
          'junk_in',
          'wasted_minutes',
          'lost'
        ]
      ])
    const lines = one.log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(lines.map(({ is }) => is))).toEqual(new Set(['project', 'person', 'act', 'tree', 'message']))
    expect([...new Set(lines.map(({ seed, profile }) => `${seed} ${profile}`))]).toEqual(
      [1, 2].flatMap((seed) => [`${seed} open-assistant`, `${seed} understory`])
    )
  })

  it('plans: says by when so many trees are finished, or would be', async () => {
    const plan = (trees: number) => succeeds(['simulate', ...MORE, '--people', 'low', '--trees', `${trees}`, '--json'])
    const { understory: few } = JSON.parse((await plan(1)).stdout)
    expect([few.finished_by_day.length, few.days, few.expected]).toEqual([28, expect.any(Number), expect.any(Boolean)])
    const { understory: many } = JSON.parse((await plan(100_000)).stdout)
    expect(many.expected).toBe(true)
    expect(many.days).toBeGreaterThan(28)
  })

  it('says which field of a file is no model of people', async () => {
    const file = join(newFolder(), 'people.json')
    writeFileSync(file, '{"presence":{"day":7}}')
    const { code, stdout, stderr } = await understory(['simulate', '--people', file])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('presence.day')
    writeFileSync(file, '{"presence":')
    expect((await understory(['simulate', '--people', file])).stderr).toContain('is no JSON')
  })

  it.each([
    ['--compare', 'understory,understory'],
    ['--compare', 'other'],
    ['--rules', 'other'],
    ['--seeds', '5..1'],
    ['--seeds', 'all'],
    ['--volunteers', '0']
  ])('wrong use: %s %s', async (...flags) => {
    const { code, stderr } = await understory(['simulate', ...flags])
    expect(code).toBe(2)
    expect(stderr).toContain('understory simulate')
  })
})
