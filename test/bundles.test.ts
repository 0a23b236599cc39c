import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { identityIn } from '../src/hub/project.ts'
import { openHub } from '../src/hub/run.ts'
import { DeviceFolder } from './device-folder.ts'
import { SOON, stopVolunteers, Volunteer } from './engine/volunteer.ts'
import { HubProcess } from './hub-process.ts'
import { expectRefusal, expectWrongUse } from './refusal.ts'
import { SmallDisk } from './small-disk.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

const stick = newFolder()
const disk = SmallDisk.mount(2)
afterEach(stopVolunteers)
afterAll(() => {
  disk?.unmount()
  cleanUp()
})

const on = (name: string, folder = stick) => join(folder, `${name}.understory`)
const make = (folder: string, file: string, ...more: string[]) =>
  succeeds(['bundle', 'make', '--data', folder, '--out', file, ...more])
const apply = (folder: string, ...files: string[]) => understory(['bundle', 'apply', ...files, '--data', folder])
const exported = async (hub: string) => (await succeeds(['export', '--data', hub, '--all'])).stdout

/** Every file applies without a fault. @returns how many items were new. */
async function takes(folder: string, ...files: string[]): Promise<number> {
  const { code, stdout, stderr } = await understory(['bundle', 'apply', ...files, '--data', folder, '--json'])
  expect(code, stderr).toBe(0)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .reduce((sum, line) => sum + (JSON.parse(line) as { taken: number }).taken, 0)
}

async function statesOf(device: DeviceFolder): Promise<string[]> {
  return [...new Set((await device.status()).items.filter(({ kind }) => kind !== 'consent').map(({ state }) => state))]
}

/** A hub's folder that nobody runs, and three devices that have borrowed from it and then answered without it. */
const hub = join(newFolder(), 'hub')
/** The same before anything was imported. */
const early = join(newFolder(), 'early')
const devices = ['amina', 'bo', 'chen'].map((name) => new DeviceFolder(name))
const [amina, bo] = devices as [DeviceFolder, DeviceFolder]

let port = 0

beforeAll(async () => {
  port = await freePort()
  await twoMoreHubs(hub)
  cpSync(hub, early, { recursive: true })
  await succeeds(['import', PRACTICE, '--data', hub, '--as', 'growing'])
  const running = await HubProcess.start(hub, port)
  for (const device of devices) {
    await device.join(running.invite)
    await device.checkout('--count', '8')
  }
  await running.stopped()
  for (const device of devices) await device.work(5)
})

/** A folder as it is now, to work on in one test. */
function copyOf(folder: string): string {
  const copy = join(newFolder(), 'copy')
  cpSync(folder, copy, { recursive: true })
  return copy
}

describe('a bundle', () => {
  it('[BN1] [BN10] brings the work of a device to a hub once, however often and in whatever order, and the receipts home', {
    timeout: 120_000
  }, async () => {
    const [there, turned] = [copyOf(hub), copyOf(hub)]
    const [one, two] = [amina.copied('one'), bo.copied('two')]
    await make(one.folder, on('one'))
    await make(two.folder, on('two'))
    expect(await statesOf(one)).toEqual(['handed-over'])

    expect(await takes(there, on('one'), on('two'))).toBe(2)
    const after = await exported(there)
    expect(await takes(there, on('two'), on('one'), on('one'))).toBe(0)
    expect(await exported(there)).toBe(after)
    expect(await takes(turned, on('two'))).toBe(1)
    expect(await takes(turned, on('one'))).toBe(1)
    expect(await exported(turned)).toBe(after)

    await make(there, on('answers'), '--for-device', 'all', '--lend', '6')
    for (const device of [one, two]) {
      const before = await device.status()
      expect(await takes(device.folder, on('answers'))).toBeGreaterThan(1)
      const states = await statesOf(device)
      expect(states).not.toContain('handed-over')
      expect(states).toContain('merged')
      // What was lent by the bundle is work like any other.
      expect((await device.status()).tasks).toBeGreaterThan(before.tasks)
      expect(await takes(device.folder, on('answers'))).toBe(0)
    }
    await one.work()
    await make(one.folder, on('one-more'))
    expect(await takes(there, on('one-more'))).toBe(1)
  })

  it('[BN10] is no receipt: what was handed over goes out over a link all the same', async () => {
    const there = copyOf(hub)
    const device = amina.copied('lost-stick')
    await make(device.folder, on('lost'))
    expect(await statesOf(device)).toEqual(['handed-over'])
    const again = await make(device.folder, on('again'), '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({ segments: 1, facts: 5 })
    const running = await HubProcess.start(there, port)
    await device.sync()
    await running.stopped()
    const [states, news] = [await statesOf(device), await make(device.folder, on('none-left'), '--json')]
    expect(states).not.toContain('handed-over')
    expect(JSON.parse(news.stdout)).toMatchObject({ segments: 0 })
    expect(await takes(there, on('lost'))).toBe(0)
  })

  it('[BN4] [BN6] says to people what it is, shows no work to finders, and all of it if made open', async () => {
    const device = amina.copied('words')
    await make(device.folder, on('sealed'))
    await make(device.folder, on('open'), '--open', '--all')
    const [sealed, open] = [readFileSync(on('sealed')), readFileSync(on('open'))]
    expect(sealed.toString('latin1').split('\n').slice(0, 5).join('\n')).toMatch(
      /^This is an Understory bundle.*\n\nProject {3}Understory \([0-9a-f]{16}\)\nMade by {3}a device of the project/
    )
    expect(sealed.toString('latin1')).toContain('only the hubs can read what it holds')
    expect(open.toString('latin1')).toContain('whoever has this file can read what it holds')
    const { stdout } = await succeeds(['bundle', 'read', on('sealed'), on('open'), '--json'])
    const [one, other] = stdout
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(one).toMatchObject({ sealed: true, whole: true, last: true, for: 'hubs', part: 1 })
    expect(other).toMatchObject({ sealed: false, whole: true })
    expect((await succeeds(['bundle', 'read', on('sealed')])).stdout).toMatch(/undamaged\.\n$/)
  })

  it('[BN9] is applied by a hub that runs, and those who are connected have what it brings at once', async () => {
    const there = copyOf(hub)
    const running = await HubProcess.start(there, port)
    const { device, wire } = await Volunteer.at({ invite: async () => running.invite }, 1, { looksOn: true })
    const [task] = await device.tasks()
    const { id: item } = await device.answer({ task: `${task!.batch}/${task!.place}`, text: 'Dry them in the sun.' })
    await device.synced(SOON)
    const stands = async () => (await device.items())[0]?.state
    await expect.poll(stands).toBe('merged')

    // Another hub's organizer returns it, and goals come with that stick too.
    const other = await anotherHub('b')
    await make(there, on('to-b'))
    await takes(other, on('to-b'))
    await succeeds(['moderate', 'return', item, '--rule', 'unclear', '--words', 'How thick?', '--data', other])
    await succeeds(['goals', '--tasks', '5000', '--data', other])
    await make(other, on('from-b'))
    const workshop = bo.copied('workshop')
    await make(workshop.folder, on('workshop'))
    const { code, stdout, stderr } = await understory(
      [...['bundle', 'apply', 'from-b.understory', './workshop.understory', '--json', '--data', there]],
      { cwd: stick }
    )
    expect(code, stderr).toBe(0)
    const [first, second] = stdout
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toMatchObject({ file: 'from-b.understory', whole: true, refused: [] })
    expect(second).toMatchObject({ file: './workshop.understory', taken: 1, refused: [] })
    await expect.poll(stands).toBe('returned')
    await expect.poll(async () => (await device.standing())?.goals.map(({ tasks }) => tasks)).toEqual([5000])
    expect(wire.connections).toBe(1)
    expect(running.log).toMatch(/order carried out: apply \(new: \d+, files: 2\)/)
    await make(there, on('home'), '--for-device', 'all')
    await takes(workshop.folder, on('home'))
    expect(await statesOf(workshop)).toContain('merged')
    await running.stopped()
    await succeeds(['check', '--data', there])
  })

  it('[BN11] is carried by a device for which it is not, and so are the answers', async () => {
    const there = copyOf(hub)
    const [far, near] = [amina.copied('far'), bo.copied('near')]
    const handed = newFolder()
    await make(far.folder, on('far', handed))
    const carrying = await apply(near.folder, on('far', handed))
    expect(carrying).toMatchObject({ code: 0, stderr: expect.stringContaining('this device carries it') })
    const { stdout } = await make(near.folder, on('near', handed))
    const files = stdout.split('\n').filter((file) => file !== '')
    expect(files).toHaveLength(2)
    expect(readFileSync(files[1] as string)).toEqual(readFileSync(on('far', handed)))
    expect(await takes(there, ...files)).toBe(2)

    const { device = '' } = await far.status()
    await make(there, on('answer', handed), '--for-device', device)
    expect((await apply(near.folder, on('answer', handed))).code).toBe(0)
    const back = (await make(near.folder, on('back', handed))).stdout.split('\n').filter((file) => file !== '')
    expect(back).toHaveLength(3)
    expect(await takes(far.folder, ...back.slice(1))).toBeGreaterThan(0)
    expect(await statesOf(far)).toContain('merged')
  })

  it('[BN7] [BN9] goes in parts, which are applied in any order', async () => {
    const folder = newFolder()
    const other = await anotherHub('b')
    const { stdout } = await make(hub, on('all', folder), '--split', '16k')
    const files = stdout.split('\n').filter((file) => file !== '')
    expect(files.length).toBeGreaterThan(1)
    expect(files.map((file) => readFileSync(file).byteLength).every((size) => size <= 16_000)).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(files.map((_, at) => `all-${at + 1}.understory`).sort())
    const fresh = copyOf(other)
    expect(await takes(fresh, ...[...files].reverse())).toBeGreaterThan(0)
    // The last by itself: the grants that let in whose work it holds come later.
    expect(await takes(other, files.at(-1) as string)).toBeGreaterThan(0)
    expect(await takes(other, ...files)).toBeGreaterThan(0)
    expect(await exported(other)).toBe(await exported(fresh))
  })

  it('[BN9] with three hubs in a ring and three sticks, all hubs come to hold the same', {
    timeout: 180_000
  }, async () => {
    const hubs = [copyOf(hub), await anotherHub('b'), await anotherHub('c')]
    const handed = devices.map((_, at) => on(`device-${at}`))
    for (const [at, device] of devices.entries()) await make(device.copied('ring').folder, handed[at] as string)
    // The devices know the first hub's key alone.
    expect(await takes(hubs[0] as string, ...handed)).toBe(3)
    const marks: (string | undefined)[] = [undefined, undefined, undefined]
    let rounds = 0
    for (let news = 1; news > 0; rounds++) {
      expect(rounds).toBeLessThan(8)
      news = 0
      for (const [at, from] of hubs.entries()) {
        const since = marks[at]
        const { stdout } = await make(from, on(`stick-${at}`), '--json', ...(since ? ['--since', since] : []))
        marks[at] = (JSON.parse(stdout) as { mark: string }).mark
        news += await takes(hubs[(at + 1) % 3] as string, on(`stick-${at}`))
      }
    }
    const [first, ...others] = await Promise.all(hubs.map(exported))
    for (const other of others) expect(other).toBe(first)
    expect(rounds).toBeGreaterThan(1)
  })
})

describe('a bundle is refused in words', () => {
  it('[BN5] [BN6] by a hub of another project, and by one that has no key to it', async () => {
    const foreign = join(newFolder(), 'foreign')
    await succeeds(['import', PRACTICE, '--data', foreign])
    const keyless = copyOf(hub)
    rmSync(join(keyless, 'keys'), { recursive: true })
    const device = amina.copied('refused')
    await make(device.folder, on('refused'))
    const rest = 'Not everything was taken; what is whole was, and may be applied again.'
    await expectRefusal(
      ['bundle', 'apply', on('refused'), '--data', foreign],
      `${on('refused')} was not applied. It is a bundle of another project. Apply it to a folder of that project.\n${rest}`
    )
    await expectRefusal(
      ['bundle', 'apply', on('refused'), '--data', keyless],
      `${on('refused')} was not applied. It is sealed, and no key of this hub opens it. Apply it to the hub that it is for, or have it made again with --open.\n${rest}`
    )
  })

  it('by a hub that runs on the folder as without one, file by file', async () => {
    const folder = newFolder()
    const [words, none] = [on('words', folder), on('none', folder)]
    writeFileSync(words, 'no bundle\n')
    const foreign = join(newFolder(), 'foreign')
    await succeeds(['import', PRACTICE, '--data', foreign])
    await make(foreign, on('foreign', folder))
    const device = amina.copied('as-without')
    await make(device.folder, on('whole', folder))
    const whole = readFileSync(on('whole', folder))
    writeFileSync(on('cut', folder), whole.subarray(0, whole.byteLength - 200))
    writeFileSync(
      on('spoilt', folder),
      whole.map((byte, at) => (at === whole.byteLength - 900 ? byte ^ 1 : byte))
    )
    const files = ['foreign', 'spoilt', 'cut', 'whole', 'whole'].map((name) => on(name, folder))
    const [there, here] = [copyOf(hub), copyOf(hub)]
    const running = await HubProcess.start(there, await freePort())
    for (const some of [[...files, words], [...files, '--json'], [none], [words, '/dev/zero']]) {
      const [by, without] = await Promise.all([apply(there, ...some), apply(here, ...some)])
      expect(by).toEqual(without)
      expect(by.stderr, some.join()).not.toBe('')
    }
    await running.stopped()
    expect(await exported(there)).toBe(await exported(here))
  })

  it('when the file or the folder is none', async () => {
    const words = join(stick, 'words.txt')
    writeFileSync(words, 'no bundle\n')
    await expectRefusal(
      ['bundle', 'read', words],
      `${words} is no bundle, or both of its heads are damaged. Have it copied or made again.\n1 file damaged, or no bundle.`
    )
    await expectRefusal(
      ['bundle', 'make', '--data', stick, '--out', on('none')],
      `Nothing was changed. The folder ${stick} holds neither a hub nor a device. Name the folder of a hub or of a device with --data. F9`
    )
    await expectRefusal(
      ['bundle', 'make', '--data', hub, '--out', on('none'), '--for-device', '12345678'],
      'Nothing was changed. The project has no device whose key is or begins with 12345678. Name at least 8 digits of a key as "status --json" on that device shows it, or all. B2'
    )
    const unmet = new DeviceFolder('unmet')
    const invite = `http://127.0.0.1:1/join#${'ab'.repeat(32)}.${'s'.repeat(26)}`
    await understory(unmet.args('join', invite, '--wait', '0'))
    await expectRefusal(
      ['bundle', 'make', '--data', unmet.folder, '--out', on('none')],
      'Nothing was changed. This folder has joined no project yet. Run "understory device --data DIR join INVITE" first. D2'
    )
    await expectWrongUse(
      ['bundle', 'make', '--data', hub, '--out', on('none'), '--split', '3k'],
      '--split takes a size from 16k to 4G, as 1900M, not "3k".'
    )
    await expectWrongUse(['bundle', 'stick'], 'bundle has no command "stick"; it has make, read, apply.')
    expect(existsSync(on('none'))).toBe(false)
  })

  it.skipIf(!disk)('when the stick is full, on which nothing is left of it', async () => {
    const { folder = '' } = disk ?? {}
    disk?.fill(20_000)
    const file = on('full', folder)
    await expectRefusal(
      ['bundle', 'make', '--data', hub, '--out', file],
      `Nothing was changed. The file ${file} cannot be written: the disk is full. Name another file, in a folder where this user may write and the disk has room. F5`
    )
    expect(readdirSync(folder)).toEqual(['ballast'])
  })
})

/** Hubs `b` and `c` of the project: the organizer grants them, and their keys wait in the first hub's folder. */
async function twoMoreHubs(folder: string): Promise<void> {
  mkdirSync(folder)
  const { hub, store } = await openHub({ folder, name: 'Understory', log: () => {} })
  for (const name of ['b', 'c']) {
    const { device } = identityIn(join(folder, `hub-${name}`)).hub
    const grant = { kind: 'grant', v: 1, device, role: 'hub', contributor: `hub ${name}`, at: 1_790_000_000 }
    await hub.ingest.decide(async () => ({ contents: [grant], result: undefined, signer: hub.identity.organizer }))
  }
  await store.close()
}

/** Such a hub, begun with a copy of the first one's folder. */
async function anotherHub(name: string): Promise<string> {
  const copy = copyOf(early)
  cpSync(join(early, `hub-${name}`, 'keys', 'hub.pem'), join(copy, 'keys', 'hub.pem'))
  return copy
}
