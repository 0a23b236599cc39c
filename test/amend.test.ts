import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { DeviceFolder } from './device-folder.ts'
import { textsIn } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds } from './understory.ts'

afterAll(cleanUp)

it('a message and a review are changed after they were sent: the newest counts, each version keeps its own state, and judgements of the older one are spare', async () => {
  const folder = join(newFolder(), 'practice')
  const hub = await HubProcess.start(folder, await freePort(), ['practice'])
  const texts = async () => textsIn((await succeeds(['export', '--data', folder, '--all'])).stdout)
  const [author, reviewer] = [new DeviceFolder('author'), new DeviceFolder('reviewer')]
  for (const device of [author, reviewer]) await device.join(hub.invite)
  await author.checkout('--lang', 'en', '--kind', 'initial_prompt', '--count', '1')
  const [task] = await author.tasks()
  const [first = ''] = await author.answer([{ task: task?.task ?? '', text: 'What is a fern, and why?' }])
  await author.sync()

  // It is reviewed as it was first.
  await reviewer.checkout('--lang', 'en', '--kind', 'label_initial_prompt', '--count', '50')
  const reviewed = (await reviewer.tasks()).find(({ thread }) => thread.at(-1)?.text === 'What is a fern, and why?')
  expect(reviewed).toBeDefined()
  const [review = ''] = await reviewer.answer([{ task: reviewed?.task ?? '', labels: { spam: 1 } }])
  await reviewer.sync()
  const again = await reviewer.amend(review, { labels: { spam: 0, quality: 1 } })
  await reviewer.sync()
  const statesOf = async (device: DeviceFolder, ...ids: string[]) => {
    const { items } = await device.status()
    return ids.map((id) => items.find((item) => item.id === id)).map((item) => [item?.state, item?.rule])
  }
  expect(await statesOf(reviewer, review, again)).toEqual([
    ['spare', 'done-again'],
    ['merged', undefined]
  ])

  const second = await author.amend(first, { text: 'What is a fern?' })
  expect(await statesOf(author, second)).toEqual([['saved', undefined]])
  await author.sync()
  expect(await statesOf(author, first, second)).toEqual([
    ['merged', undefined],
    ['merged', undefined]
  ])
  expect((await texts()).filter((text) => String(text).includes('fern'))).toEqual(['What is a fern?'])
  await reviewer.sync()
  expect(await statesOf(reviewer, again)).toEqual([['spare', 'older-version']])
  await hub.stopped()
})
