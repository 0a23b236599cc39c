import { readFileSync } from 'node:fs'
import { isReviews, judgeReviews } from './acceptance.ts'
import { judge } from './judge.ts'
import { isProfile, judgeProfile } from './profile.ts'
import { isScenario, type Scenario } from './scenario.ts'

export type Line = { readonly number: number; readonly value: unknown }

/** @throws if the file cannot be read. A line that is no JSON is a value of its own, which no kind knows. */
export function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, i) => ({ number: i + 1, text }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ number, text }) => ({ number, value: parsed(text) }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a line counts: what the profile is not held to does not. */
export function counts({ value }: Line): boolean {
  return !isScenario(value) || value.class !== 'defect'
}

/** What the real core makes of a line otherwise than the line says, in words; none is agreement. */
export function judgeLine({ value }: Line): string[] {
  if (isScenario(value)) return judge(value)
  if (isReviews(value)) return judgeReviews(value)
  if (isProfile(value)) return judgeProfile(value)
  return ['neither a scenario, nor reviews, nor ballots']
}

export function scenariosIn(lines: readonly Line[]): { readonly number: number; readonly scenario: Scenario }[] {
  return lines.flatMap(({ number, value }) => (isScenario(value) ? [{ number, scenario: value }] : []))
}
