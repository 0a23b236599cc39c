import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

it('every complaint in docs/regressions.md has a test, and every test named there exists', () => {
  const lines = readFileSync(join(ROOT, 'docs', 'regressions.md'), 'utf8').split('\n')
  const rows = lines.filter((line) => line.startsWith('| ') && !/^\| (Complaint|---)/.test(line))
  const named = rows.map((row) => /\| `([^`]+)`: (.+) \|$/.exec(row))
  expect(rows.filter((_, at) => !named[at])).toEqual([])
  expect(named.length).toBeGreaterThan(20)
  const missing = named.flatMap((found) => {
    const [, file = '', title = ''] = found ?? []
    const path = join(ROOT, file)
    return existsSync(path) && readFileSync(path, 'utf8').includes(title) ? [] : [`${file}: ${title}`]
  })
  expect(missing).toEqual([])
})
