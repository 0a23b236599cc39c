import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { keyOf } from '../src/core/examples/story.ts'
import { makeFact } from '../src/core/fact/fact.ts'
import { writeFact } from '../src/core/fact/json-lines.ts'
import { hashOf } from '../src/core/hash.ts'
import { cleanUp, newFolder, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

/** An imported tree of one message, by the organizer. */
const lines = [
  { kind: 'project', name: 'Example', rules: 'x', organizers: [keyOf('organizer')], terms: hashOf('terms', ''), at: 1 },
  { kind: 'import_tree', tree: 'T', as: 'ranking', fields: {}, at: 2 },
  { kind: 'import_message', tree: 'T', message: 'T', place: 0, text: 'Hello.', fields: { role: 'prompter' } }
].map((content) => writeFact(makeFact(keyOf('organizer'), { v: 1, ...content })))

it('derives the trees that facts make, the same from a file, gzipped, in another order and from standard input', async () => {
  const folder = newFolder()
  const [plain, packed, out] = [join(folder, 'facts'), join(folder, 'facts.gz'), join(folder, 'trees.gz')]
  writeFileSync(plain, `${lines.join('\n')}\n`)
  writeFileSync(packed, gzipSync(`${lines.toReversed().join('\n')}\n`))
  const { stdout, stderr } = await succeeds(['derive', plain, '--rules', 'open-assistant'])
  expect(stderr).toBe('3 facts, 1 trees.\n')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'T', state: 'ranking', goal: 0, messages: [{ text: 'Hello.' }] })
  await succeeds(['derive', packed, '--rules', 'open-assistant', '--out', out])
  expect(gunzipSync(readFileSync(out)).toString()).toBe(stdout)
  const piped = await succeeds(['derive', '--rules', 'open-assistant', '--json'], { input: lines.join('\n') })
  expect(piped.stdout).toBe(stdout)
  const ours = await succeeds(['derive', plain])
  expect(JSON.parse(ours.stdout)).not.toHaveProperty('row')
})

it('names lines that are no facts, derives the rest and ends with 1; wrong use ends with 2', async () => {
  const forged = (lines[1] as string).replace('"ranking"', '"backlog"')
  const ended = await understory(['derive', '-'], { input: [lines[0], 'x', forged, ...lines.slice(1)].join('\n') })
  expect(ended.code).toBe(1)
  expect(JSON.parse(ended.stdout)).toMatchObject({ id: 'T', imported: { as: 'ranking' } })
  expect(ended.stderr).toBe(
    '-, line 2: not JSON.\n-, line 3: the id is not that of the content.\n3 facts, 1 trees.\n2 lines were left out.\n'
  )
  for (const wrong of [['--rules', 'none'], ['a', 'b'], ['--nothing']])
    expect((await understory(['derive', ...wrong])).code, wrong.join(' ')).toBe(2)
  const absent = await understory(['derive', join(newFolder(), 'absent')])
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining('cannot be read')])
})
