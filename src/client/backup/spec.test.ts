import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const here = new URL('.', import.meta.url).pathname
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: here })
    .map((path) => readFileSync(`${here}${path}`, 'utf8'))
    .join('\n')
const cited = (text: string) => [...new Set([...text.matchAll(/\[(BK\d+)\]/g)].map(([, id]) => id))].sort()

it('every rule in SPEC.md has a test, and every test or comment cites a rule that is there', () => {
  const rules = cited(textOf('SPEC.md'))
  expect(rules.length).toBeGreaterThan(7)

  expect(cited(textOf('*.test.ts'))).toEqual(rules)
  expect(rules).toEqual(expect.arrayContaining(cited(textOf('**/*.ts'))))
})
