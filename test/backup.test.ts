import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeviceFolder, linesOf } from './device-folder.ts'
import { textsIn } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { expectRefusal, expectWrongUse } from './refusal.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

type Restored = { readonly items: number; readonly known: number; readonly key: string }
const exported = async (hub: string) => textsIn((await succeeds(['export', '--data', hub, '--all'])).stdout)
const statesOf = async (device: DeviceFolder) => {
  const { items } = await device.status()
  return items.filter(({ kind }) => kind !== 'consent')
}

/** @returns the restore code. */
async function backUp({ folder }: DeviceFolder, out: string): Promise<string> {
  return (await succeeds(['backup', 'make', '--data', folder, '--out', out])).stdout.trim()
}

async function putBack({ folder }: DeviceFolder, file: string, ...more: string[]): Promise<Restored> {
  return JSON.parse(
    (await succeeds(['backup', 'restore', file, '--data', folder, '--json', ...more])).stdout
  ) as Restored
}

/** Made once, for several tests. */
function atOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

const hub = join(newFolder(), 'hub')
let port = 0
let invite = ''

beforeAll(async () => {
  port = await freePort()
  await succeeds(['import', PRACTICE, '--data', hub, '--as', 'growing'])
  const running = await HubProcess.start(hub, port)
  invite = running.invite
  await running.stopped()
})

describe('a backup', { timeout: 120_000 }, () => {
  /** Two items at the hub, three that it has not seen, and five open tasks. */
  async function atWork(name: string) {
    const device = new DeviceFolder(name)
    const running = await HubProcess.start(hub, port)
    await device.join(invite)
    await device.checkout('--count', '10')
    await device.work(2)
    await device.sync()
    await running.stopped()
    await device.work(3)
    await device.note('sw', `${name}: ugali`)
    return device
  }

  it('[BK7] put back on another computer by its code goes on as the same person, beside the first; nothing is doubled', async () => {
    const amina = await atWork('amina')
    const file = join(newFolder(), 'amina.understory-backup')
    const code = await backUp(amina, file)
    expect(code).toMatch(/^([0-9a-z]{4}-){6}[0-9a-z]{2}$/)
    // The first computer goes on from here.
    await amina.work(1)
    const other = new DeviceFolder('amina-at-home')
    expect(await putBack(other, file, '--code', code)).toMatchObject({ items: 5, known: 0, key: 'heir' })
    expect(await other.notes('sw')).toBe('amina: ugali\n')
    const running = await HubProcess.start(hub, port)
    await other.work(2)
    await other.sync()
    await amina.sync()
    await other.sync()
    await amina.work(1)
    await amina.sync()
    await running.stopped()
    const states = [...(await statesOf(amina)), ...(await statesOf(other))]
    expect(states.filter(({ state }) => state === 'returned')).toEqual([])
    const ids = new Set(states.map(({ id }) => id))
    expect([states.length, ids.size]).toEqual([14, 9])
    const texts = (await exported(hub)).filter((text) => String(text).includes('amina'))
    expect(new Set(texts).size).toBe(texts.length)
    await succeeds(['check', '--data', hub])
  })

  it('[BK7] without the code it is known again by an invite; what was sealed is counted once', async () => {
    const bo = await atWork('bo')
    const file = join(newFolder(), 'bo.understory-backup')
    await backUp(bo, file)
    const other = new DeviceFolder('bo')
    const restored = await succeeds(['backup', 'restore', file, '--data', other.folder, '--invite', invite])
    expect(restored.stderr).toContain('a hub wants an invite once more')
    const running = await HubProcess.start(hub, port)
    await other.sync()
    await bo.sync()
    await running.stopped()
    for (const device of [bo, other]) {
      const states = await statesOf(device)
      expect(
        states.map(({ state }) => state).filter((state) => ['saved', 'waiting', 'returned'].includes(state))
      ).toEqual([])
      expect(states).toHaveLength(5)
    }
    const texts = (await exported(hub)).filter((text) => String(text).includes('bo '))
    expect(new Set(texts).size).toBe(texts.length)
  })

  const there = atOnce(() => atWork('chen'))

  it('[BK4] says what is damaged, item by item, and the rest comes back', async () => {
    const chen = await there()
    const file = join(newFolder(), 'chen.understory-backup')
    await backUp(chen, file)
    expect((await succeeds(['backup', 'verify', file])).stdout).toContain(
      '5 finished items, 0 drafts, 7 tasks, notes on 1 page'
    )
    const bytes = readFileSync(file)
    // In the notes.
    const at = bytes.lastIndexOf('chen: ugali')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const looked = await understory(['backup', 'verify', file, '--json'])
    expect(looked.code).toBe(1)
    const [line] = linesOf<{ whole: boolean; faults: unknown[] }>(looked.stdout)
    expect([line?.whole, line?.faults]).toEqual([
      false,
      [{ is: 'damaged', part: expect.any(Number), table: expect.any(String), key: expect.any(String) }]
    ])
    const other = new DeviceFolder('chen')
    const { code, stderr } = await understory(['backup', 'restore', file, '--data', other.folder])
    expect(code).toBe(1)
    expect(stderr).toMatch(/row \d+, [a-z ]+ [0-9a-z/]+, is damaged or missing\./)
    expect((await other.status()).tasks).toBeGreaterThan(0)
    writeFileSync(file, bytes.subarray(0, bytes.length - 3000))
    expect((await understory(['backup', 'verify', file])).stderr).toContain('the file ends too early')
  })

  it('[BK8] gives all words without a hub', async () => {
    const chen = await there()
    const text = (await succeeds(['backup', 'words', '--data', chen.folder])).stdout
    expect(text).toContain('chen: ugali')
    const lines = linesOf<{ is: string }>(
      (await succeeds(['backup', 'words', '--data', chen.folder, '--format', 'jsonl'])).stdout
    )
    expect(lines.filter(({ is }) => is === 'item')).toHaveLength(5)
  })

  it('refuses what it cannot use, and says what to do', async () => {
    const file = join(newFolder(), 'no-backup')
    writeFileSync(file, 'words')
    const chen = await there()
    const empty = newFolder()
    await expectRefusal(
      ['backup', 'restore', file, '--data', chen.folder],
      'Nothing was changed. The file is no backup, or its beginning and its end are both damaged. Take another copy of it. K1'
    )
    await expectRefusal(
      ['backup', 'make', '--data', empty, '--out', file],
      `Nothing was changed. The folder ${empty} holds no device. Name the folder of a device with --data. F9`
    )
    await backUp(chen, file)
    await expectRefusal(
      ['backup', 'restore', file, '--data', empty, '--code', 'abcd'],
      'Nothing was changed. This is not the restore code of this file. Check its 26 letters and digits, or restore without --code. K1'
    )
    await expectWrongUse(['backup', 'take'], 'backup has no command "take"; it has make, restore, verify, words.')
  })
})
