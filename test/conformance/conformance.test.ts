import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Chance } from '../../src/core/examples/chance.ts'
import { projectOf } from '../../src/core/project/project.ts'
import { writeView } from '../../src/core/project/view-lines.ts'
import { OPEN_ASSISTANT } from '../../src/core/rules.ts'
import { cleanUp, newFolder, succeeds } from '../understory.ts'
import { happen } from './acts.ts'
import { judge } from './judge.ts'
import { judgeLine, type Line, linesOf, scenariosIn } from './lines.ts'
import { Play } from './play.ts'
import type { Event, Scenario } from './scenario.ts'

const fileOf = (name: string) => new URL(name, import.meta.url).pathname
const scenariosOf = (name: string) => scenariosIn(linesOf(fileOf(name))).map(({ scenario }) => scenario)
const scenarios = scenariosOf('tree-scenarios.jsonl')
const sections = scenariosOf('sections.jsonl')
const random = scenariosOf('random.jsonl')

afterAll(cleanUp)

function codeOf({ result }: Event): unknown {
  return (result as { code?: unknown } | undefined)?.code
}

function isRefused(event: Event): boolean {
  return codeOf(event) !== undefined
}

function disagreements(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => judgeLine(line).map((problem) => `${line.number}: ${problem}`))
}

describe('what Open-Assistant’s own code did, the profile open-assistant does', () => {
  it('[OA1] 313 sets of ballots', () => {
    const lines = linesOf(fileOf('ranked-pairs.jsonl'))
    expect([lines.length, disagreements(lines)]).toEqual([313, []])
  })

  it('[OA1] 232 lists of reviews, also those where their order matters', () => {
    const lines = linesOf(fileOf('acceptance.jsonl'))
    expect([lines.length, disagreements(lines)]).toEqual([232, []])
  })

  it('[OA1] there are 44 sequences of events', () => expect(scenarios).toHaveLength(44))

  // Its faults and accidents too, though nobody is held to them.
  it.each(scenarios)('[OA1] $id: $title', (scenario) => {
    expect(judge(scenario)).toEqual([])
  })
})

describe('what Open-Assistant’s own code does with events drawn at random', () => {
  it.each(random)('[OA1] [OA2] $title', (scenario) => {
    expect(judge(scenario)).toEqual([])
  })
})

describe('what the reference says of Open-Assistant, by its sections', () => {
  it.each(sections)('[OA1] $title', (scenario) => {
    expect(judge(scenario)).toEqual([])
  })

  it.each(sections.filter(({ events }) => events.some(isRefused)))(
    '[OA2] $title: refused with its number',
    (scenario) => {
      const play = new Play(scenario)
      for (const event of scenario.events) {
        const given = happen(play, event)
        if (isRefused(event)) expect(given, JSON.stringify(event)).toMatchObject({ code: codeOf(event) })
      }
    }
  )
})

describe('a sequence of events as facts', () => {
  it.each([...scenarios, ...sections, ...random])(
    '[I1] $id: the same trees in any order, with facts repeated',
    (scenario) => {
      const play = new Play(scenario)
      judge(scenario, play)
      const trees = play.world.trees.map(writeView)
      for (const seed of [1, 2, 3]) {
        const chance = new Chance(seed)
        const facts = chance.shuffled([...play.world.facts, ...play.world.facts.filter(() => chance.happens(0.3))])
        const project = projectOf(facts, OPEN_ASSISTANT)
        const again = project
          .trees()
          .sort()
          .flatMap((tree) => project.view(tree) ?? [])
        expect(again.map(writeView), `seed ${seed}`).toEqual(trees)
      }
    }
  )

  it.each(['life-default', 'scoring-failed-missing'])(
    '[OA1] $0: written by the script and derived by the command it ends in the same states',
    async (id) => {
      const folder = newFolder()
      const [file, out] = [join(folder, 'scenario.jsonl'), join(folder, 'facts.jsonl')]
      const scenario = scenarios.find((each) => each.id === id) as Scenario
      writeFileSync(file, JSON.stringify(scenario))
      execFileSync(process.execPath, [fileOf('main.ts'), '--facts', out, file])
      const { stdout } = await succeeds(['derive', out, '--rules', 'open-assistant'])
      const play = new Play(scenario)
      judge(scenario, play)
      expect(stdout.trim().split('\n')).toEqual(play.world.trees.map(writeView))
    }
  )

  it('the script ends with 1 and names the line if one does not agree, and with 2 for wrong use', () => {
    const folder = newFolder()
    const file = join(folder, 'lines.jsonl')
    const [, second] = readFileSync(fileOf('ranked-pairs.jsonl'), 'utf8').split('\n')
    writeFileSync(file, `${second}\n${JSON.stringify({ ballots: [['a', 'b']], result: ['b', 'a'] })}\n`)
    const script = (...args: string[]) =>
      spawnSync(process.execPath, [fileOf('main.ts'), ...args], { encoding: 'utf8' })
    const wrong = script(file)
    expect([wrong.status, wrong.stdout]).toEqual([
      1,
      `${file}:2: the consensus is ["a","b"], not ["b","a"]\n${file}: 1 of 2 agree\n`
    ])
    expect([script().status, script('--facts', 'x').status, script('--no-such').status]).toEqual([2, 2, 2])
    expect(script(join(folder, 'none')).status).toBe(1)
  })
})
