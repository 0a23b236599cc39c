import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { answerTo, longAnswerTo } from './answers.ts'
import { DeviceFolder, textOf } from './device-folder.ts'
import { contributionsIn, uuidOf } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { expectNoStack, expectRefusal } from './refusal.ts'
import { SmallDisk } from './small-disk.ts'
import { PRACTICE_TREES, unpack } from './sources.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

const disk = SmallDisk.mount(8)
afterEach(() => disk?.free())
afterAll(() => {
  disk?.unmount()
  cleanUp()
})

const REPLIES = ['--lang', 'en', '--kind', 'assistant_reply,prompter_reply', '--count', '7']

/** A hub, and a device that has borrowed from it. */
async function borrowed(hubFolder: string, deviceFolder: string) {
  const { growing } = unpack(PRACTICE_TREES, newFolder())
  await succeeds(['import', growing.file, '--data', hubFolder, '--as', 'growing'])
  const hub = await HubProcess.start(hubFolder, await freePort())
  const device = new DeviceFolder('device', deviceFolder)
  await device.join(hub.invite)
  await device.checkout(...REPLIES)
  const contributions = async () =>
    contributionsIn((await succeeds(['export', '--data', hubFolder, '--all'])).stdout, growing.text).sort()
  return { hub, device, contributions }
}

describe.skipIf(!disk)(disk ? 'a full disk' : 'no disk can be mounted here', () => {
  const { folder = '' } = disk ?? {}

  it('stops an import, which goes on where it stopped once there is space', async () => {
    const hub = join(folder, 'importing')
    const exporting = ['export', '--data', hub, '--all']
    disk?.fill(500_000)
    const { code, stderr } = await understory(['import', PRACTICE, '--data', hub])
    const before = (await succeeds(exporting)).stdout.split('\n').length - 1
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${before} trees were imported; the rest will be when the command is given again. The disk is full, so ${join(hub, 'hub.sqlite')} cannot grow. Free some space and try again. S1\n`
    })
    disk?.free()
    await succeeds(['import', PRACTICE, '--data', hub])
    const whole = join(newFolder(), 'whole')
    await succeeds(['import', PRACTICE, '--data', whole])
    expect((await succeeds(exporting)).stdout).toBe((await succeeds(['export', '--data', whole, '--all'])).stdout)
  })

  it('under a device keeps every item whose number was printed, and says which were not saved', async () => {
    const { device, contributions } = await borrowed(join(newFolder(), 'hub'), join(folder, 'device'))
    const answers = (await device.tasks()).map((task) => longAnswerTo(task, 'device'))
    disk?.fill(100_000)
    const { code, stdout, stderr } = await understory(device.args('answer', '-'), { input: textOf(answers) })
    const printed = stdout.split('\n').filter((id) => id !== '')
    const refused = stderr.split('\n').filter((line) => line.startsWith('Line '))
    expect(code).toBe(1)
    expectNoStack(stderr)
    expect(refused[0]).toMatch(/^Line \d: This was not saved; everything saved before is untouched. The disk is full/)
    expect([printed.length > 0, printed.length + refused.length]).toEqual([true, answers.length])
    disk?.free()
    await device.sync()
    expect(await contributions()).toEqual(printed.map(uuidOf).sort())
    await device.work()
    await device.sync()
    expect(await contributions()).toHaveLength(answers.length)
  })

  it('under a hub gives no receipt for what is not on it, and takes the work once there is space', async () => {
    const { hub, device, contributions } = await borrowed(join(folder, 'hub'), join(newFolder(), 'device'))
    const ids = await device.answer((await device.tasks()).map((task) => answerTo(task, 'device')))
    disk?.fill()
    await expectRefusal(
      device.args('sync'),
      `Your ${ids.length} unsent items are safe in this folder. The hub could not store what was sent. Tell the organizer, and sync again later. N3`
    )
    expect((await device.status()).items.filter(({ id }) => ids.includes(id)).map(({ state }) => state)).toEqual(
      ids.map(() => 'waiting')
    )
    expect(hub.log).toContain('cannot be used')
    expectNoStack(hub.log)
    disk?.free()
    await device.sync()
    expect(await contributions()).toEqual(ids.map(uuidOf).sort())
  })

  it('lets no new folder be used, and says so', async () => {
    disk?.fill()
    const device = join(folder, 'new')
    const invite = `http://127.0.0.1:1/join#${'ab'.repeat(32)}.${'s'.repeat(26)}`
    await expectRefusal(
      ['device', '--data', device, 'join', invite],
      `Nothing was changed. The folder ${device} cannot be used: the disk is full. Name a folder that this user may write with --data. F1`
    )
    await expectRefusal(
      ['import', PRACTICE, '--data', join(folder, 'other')],
      `Nothing was changed. The folder ${join(folder, 'other')} cannot be used: the disk is full. Name a folder that this user may write with --data. F1`
    )
  })
})
