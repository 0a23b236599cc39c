import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BadLink } from './bad-link.ts'
import { DeviceFolder } from './device-folder.ts'
import { HubProcess } from './hub-process.ts'
import { cleanUp, freePort, newFolder } from './understory.ts'

afterAll(cleanUp)

async function twoMembers() {
  const folder = join(newFolder(), 'hub')
  const port = await freePort()
  const link = await BadLink.to(port)
  const hub = await HubProcess.start(folder, port)
  const [one, other] = [new DeviceFolder('one'), new DeviceFolder('other')]
  await Promise.all([one, other].map((device) => device.join(link.invite(hub.invite))))
  return { hub, one, other, link, restart: () => HubProcess.start(folder, port) }
}

describe('notes of a language', () => {
  it('edited on two devices without a hub, they say the same on both', async () => {
    const { hub, one, other, restart } = await twoMembers()
    await hub.killed()
    await one.note('am', 'ሰላም from one')
    await other.note('am', 'from other 👩‍🌾')
    await other.note('am', 'and again')
    await restart()
    await Promise.all([one.sync(), other.sync()])
    await one.sync()
    await other.sync()
    const words = await one.notes('am')
    expect(words.split('\n').sort()).toEqual(['', 'and again', 'from other 👩‍🌾', 'ሰላም from one'])
    expect(await other.notes('am')).toBe(words)
  })

  it('each edited while the other was away, and the hub was killed in between', async () => {
    const { hub, one, other, restart } = await twoMembers()
    await one.note('ru', 'первое')
    await one.sync()
    await hub.killed()
    await other.note('ru', 'второе')
    const again = await restart()
    await other.sync()
    await one.note('ru', 'третье')
    await again.killed()
    await restart()
    await one.sync()
    await other.sync()
    const words = await one.notes('ru')
    expect(words.split('\n').sort()).toEqual(['', 'второе', 'первое', 'третье'])
    expect(await other.notes('ru')).toBe(words)
  })

  it('are read on a device that never wrote any', async () => {
    const { one, other } = await twoMembers()
    await one.note('sw', 'habari')
    await one.sync()
    expect(await other.notes('sw')).toBe('')
    await other.sync()
    expect(await other.notes('sw')).toBe('habari\n')
  })

  it('a line added while another command syncs is not overwritten by what comes', async () => {
    const { one, other, link } = await twoMembers()
    await one.note('hi', 'पहला')
    await one.sync()
    await other.note('hi', 'दूसरा')
    const underWay = link.holdsAfter(300)
    const syncing = other.syncing()
    await underWay
    await other.note('hi', 'तीसरा')
    link.breaks()
    expect(await syncing.ended).toMatchObject({ code: 0 })
    await other.sync()
    await one.sync()
    const words = await one.notes('hi')
    expect(words.split('\n').sort()).toEqual(['', 'तीसरा', 'दूसरा', 'पहला'].sort())
    expect(await other.notes('hi')).toBe(words)
  })
})
