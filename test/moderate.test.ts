import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { DeviceFolder } from './device-folder.ts'
import { textsIn } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds, Understory } from './understory.ts'

afterAll(cleanUp)

it('what an organizer returns is appealed and changed by its author, and counts again once it is answered so', async () => {
  const folder = join(newFolder(), 'practice')
  const port = await freePort()
  let hub = await HubProcess.start(folder, port, ['practice'])
  const author = new DeviceFolder('author')
  await author.join(hub.invite)
  await author.checkout('--lang', 'en', '--kind', 'initial_prompt', '--count', '2')
  const tasks = await author.tasks()
  const [one = '', two = ''] = await author.answer([
    { task: tasks[0]?.task ?? '', text: 'How do I dry mango slices?' },
    { task: tasks[1]?.task ?? '', text: 'Why is moss green?' }
  ])
  await author.sync()
  const moderate = (...args: string[]) => succeeds(['moderate', ...args, '--data', folder])
  const cases = async () =>
    (await moderate('list', '--json')).stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  const stateOf = async (id: string) => {
    const item = (await author.status()).items.find((each) => each.id === id)
    return [item?.state, item?.rule]
  }
  const texts = async () => textsIn((await succeeds(['export', '--data', folder, '--all'])).stdout).map(String)
  const returns = (id: string, passage: string) =>
    moderate('return', id, '--rule', 'unclear', '--words', 'How thick?', '--passage', passage)
  // With a hub and without one it is the same.
  await returns(one, 'slices')
  await hub.stopped()
  await returns(two, 'green')
  const nothing = await new Understory(['moderate', 'answer', one, '--words', 'No.', '--data', folder]).ended
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('Nothing here can be decided')])
  const other = ['moderate', 'return', two, '--rule', 'unclear', '--passage', 'slices', '--data', folder]
  const unsaid = await new Understory(other).ended
  expect([unsaid.code, unsaid.stderr]).toEqual([1, expect.stringContaining('does not say “slices”')])
  hub = await HubProcess.start(folder, port, ['practice'])
  await author.sync()
  expect([await stateOf(one), await stateOf(two)]).toEqual([
    ['returned', 'unclear'],
    ['returned', 'unclear']
  ])

  await author.amend(one, { text: 'How do I dry mango slices of 5 mm?' })
  await author.answer([{ appeal: two, text: 'It asks about moss alone.' }])
  await author.sync()
  expect(await texts()).toContain('How do I dry mango slices of 5 mm?')
  const [waiting] = await cases()
  expect(waiting).toMatchObject({
    ...{ fact: two, text: 'Why is moss green?' },
    declines: [{ rule: 'unclear', words: 'How thick?', passage: 'green', lifted: false }],
    appeals: [{ words: 'It asks about moss alone.' }]
  })
  await moderate('answer', waiting.appeals[0].appeal, '--words', 'You are right.', '--lift')
  await author.sync()
  expect((await stateOf(two))[0]).toBe('merged')
  expect((await cases()).find(({ fact }) => fact === two).appeals[0].answer).toMatchObject({
    words: 'You are right.',
    lifted: true
  })
  await hub.stopped()
})
