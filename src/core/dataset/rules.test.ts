import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const here = import.meta.dirname
const read = (path: string) => readFileSync(`${here}/${path}`, 'utf8')
const cited = (text: string) => new Set([...text.matchAll(/\[((?:IM|XP)\d+)\]/g)].map(([, id]) => id))

it('every rule in README.md has a test, and every test or comment cites a rule that is there', () => {
  const rules = [...read('README.md').matchAll(/^- \*\*\[((?:IM|XP)\d+)\]\*\*/gm)].map(([, id]) => id).sort()
  // What crosses into files is tested where files are written.
  const paths = [
    ...globSync('*.ts', { cwd: here }),
    '../../hub/parquet.test.ts',
    ...globSync('../../hub/dataset*.test.ts', { cwd: here })
  ]
  const inTests = cited(
    paths
      .filter((path) => path.endsWith('.test.ts'))
      .map(read)
      .join('\n')
  )
  expect([...inTests].sort()).toEqual(rules)
  for (const id of cited(paths.map(read).join('\n'))) expect(rules).toContain(id)
})
