import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const here = new URL('.', import.meta.url).pathname
const read = (pattern: string) => globSync(pattern, { cwd: here }).filter((path) => !path.startsWith('dataset'))
const textOf = (paths: readonly string[]) => paths.map((path) => readFileSync(`${here}${path}`, 'utf8')).join('\n')
const cited = (text: string) => [...new Set([...text.matchAll(/\[([A-Z]{1,2}\d+)\]/g)].map(([, id]) => id))].sort()

const rules = [...textOf(['RULES.md']).matchAll(/^\| `([A-Z]{1,2}\d+)`/gm)].map(([, id]) => id).sort()
const paths = read('**/*.ts')

it('every rule in RULES.md has a test, and every test or comment cites a rule that is there', () => {
  expect(cited(textOf(paths.filter((path) => path.endsWith('.test.ts'))))).toEqual(rules)
  const code = cited(textOf(paths.filter((path) => !path.endsWith('.test.ts'))))
  expect(code).toEqual(rules.filter((id) => id && !id.startsWith('I')))
})
