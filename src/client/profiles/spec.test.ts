import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const SRC = new URL('../../', import.meta.url).pathname
const textOf = (...patterns: string[]) =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: SRC }))
    .map((path) => readFileSync(`${SRC}${path}`, 'utf8'))
    .join('\n')
const cited = (text: string) => [...new Set([...text.matchAll(/\[(PF\d+)\]/g)].map(([, id]) => id))].sort()

it('every rule in SPEC.md has a test, and every test or comment cites a rule that is there', () => {
  const rules = cited(textOf('client/profiles/SPEC.md'))
  expect(rules.length).toBeGreaterThan(6)
  expect(cited(textOf('client/profiles/*.test.ts', 'client/store/sealed*.test.ts'))).toEqual(rules)
  expect(rules).toEqual(expect.arrayContaining(cited(textOf('client/**/*.ts', 'renderer/**/*.{ts,tsx}'))))
})
