import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { SOON, stopVolunteers, Volunteer } from './engine/volunteer.ts'
import { HubProcess } from './hub-process.ts'
import { expectRefusal } from './refusal.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

afterEach(stopVolunteers)
afterAll(cleanUp)

const isRoot = process.getuid?.() === 0
const NOBODY = 65534

/** A hub's process on a project with trees to answer. */
async function running(): Promise<{ folder: string; port: number; hub: HubProcess }> {
  const [folder, port] = [join(newFolder(), 'hub'), await freePort()]
  await succeeds(['import', PRACTICE, '--data', folder, '--as', 'growing'])
  return { folder, port, hub: await HubProcess.start(folder, port) }
}

describe('an organizer’s commands while the hub runs', () => {
  it('reach people who are connected at once, over the link that they have', async () => {
    const { folder, hub } = await running()
    const author = await Volunteer.at({ invite: async () => hub.invite }, 1, { looksOn: true })
    const { device, wire } = author
    const [task] = await device.tasks()
    const { id: item } = await device.answer({ task: `${task!.batch}/${task!.place}`, text: 'Dry them in the sun.' })
    await device.synced(SOON)
    const stands = async () => (await device.items())[0]?.state
    /** What moderators have said, as the author reads it. */
    const said = async () =>
      [...(await device.became()).words.values()].flat().map(({ is, words, lifted }) => [is, words, lifted])
    await expect.poll(stands).toBe('merged')

    const { stdout } = await succeeds([
      ...['moderate', 'return', item, '--rule', 'unclear', '--words', 'How thick?', '--data', folder]
    ])
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/)
    await expect.poll(stands).toBe('returned')
    await expect.poll(said).toEqual([['decline', 'How thick?', false]])

    await device.appeal(item, 'As thick as one likes.')
    const appeals = async () => {
      const { stdout } = await succeeds(['moderate', 'list', '--json', '--data', folder])
      return stdout === '' ? [] : JSON.parse(stdout.split('\n')[0] as string).appeals
    }
    await expect.poll(appeals).toHaveLength(1)
    const [{ appeal }] = await appeals()
    const answer = (...words: string[]) => succeeds(['moderate', 'answer', appeal, '--data', folder, ...words])
    await answer('--words', 'Not yet.')
    await expect.poll(said).toContainEqual(['hearing', 'Not yet.', false])
    expect(await stands()).toBe('returned')
    await answer('--words', 'True.', '--lift')
    await expect.poll(stands).toBe('merged')
    await expect.poll(said).toContainEqual(['hearing', 'True.', true])

    const goals = await succeeds(['goals', '--data', folder, '--tasks', '5000', '--json'])
    expect(JSON.parse(goals.stdout)).toMatchObject({ tasks: 5000 })
    await expect.poll(async () => (await device.standing())?.goals.map(({ tasks }) => tasks)).toEqual([5000])
    expect(wire.connections).toBe(1)
    await hub.stopped()
    await succeeds(['check', '--data', folder])
  })

  it('lend for a stick, and a device that is connected has the tasks at once, so many and no more', async () => {
    const { folder, hub } = await running()
    const { device, wire } = await Volunteer.at({ invite: async () => hub.invite })
    const { device: key = '' } = await device.contact()
    const lends = (count: string) =>
      succeeds([
        ...['bundle', 'make', '--data', folder, '--out', join(newFolder(), 'answer'), '--for-device', key.slice(0, 8)],
        ...['--lend', count, '--kind', 'assistant_reply']
      ])
    await lends('2')
    await expect
      .poll(async () => (await device.tasks()).map(({ kind }) => kind))
      .toEqual(Array(2).fill('assistant_reply'))
    await lends('3')
    await expect.poll(async () => (await device.tasks()).length).toBe(3)
    expect(wire.connections).toBe(1)
    await hub.stopped()
    await lends('4')
    expect(await device.tasks()).toHaveLength(3)
  })

  it('go on by themselves where a hub was killed with -9, and reach the next one', async () => {
    const { folder, port, hub } = await running()
    await hub.killed()
    const socket = join(folder, 'orders', 'socket')
    expect(statSync(socket).isSocket()).toBe(true)
    const goals = async (...args: string[]) => (await succeeds(['goals', '--data', folder, ...args, '--json'])).stdout
    expect(JSON.parse(await goals('--tasks', '10', '--lang', 'sw'))).toMatchObject({ tasks: 10 })
    const next = await HubProcess.start(folder, port)
    expect((await goals('--tasks', '20', '--lang', 'am')).trim().split('\n')).toHaveLength(2)
    expect(next.log).toContain('order carried out: goal')
    await next.stopped()
    expect(existsSync(socket)).toBe(false)
    expect((await goals()).trim().split('\n')).toHaveLength(2)
  })

  it('say what to do where no hub takes them: it just starts or stops, or another program is at work', async () => {
    const { folder, hub } = await running()
    await hub.stopped()
    writeFileSync(join(folder, 'hub.lock'), String(process.pid))
    const args = ['moderate', 'return', 'nothing', '--rule', 'x', '--data', folder]
    await expectRefusal(
      args,
      `Nothing was changed. Another program is at work on this folder (process ${process.pid}), and no hub in it takes orders now. Try again in a moment, since it may just be starting or stopping; if that does not help, stop it first. H4`
    )
    rmSync(join(folder, 'hub.lock'))
    await expectRefusal(
      args,
      'Nothing was changed. Nothing here can be decided about under nothing. "understory moderate list" names what there is. M1'
    )
  })

  it.skipIf(!isRoot)(
    'are given by nobody but the user who runs it (skipped unless root, who can become another user)',
    async () => {
      const { folder, hub } = await running()
      // Even where the folder itself is everybody's.
      for (const path of ['..', '.', '../..']) spawnSync('chmod', ['a+rwx', join(folder, path)])
      spawnSync('chmod', ['-R', 'a+rwX', folder])
      spawnSync('chmod', ['700', join(folder, 'orders')])
      const before = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
      const { code, stderr } = await understory(['goals', '--tasks', '5', '--data', folder], { before })
      expect([code, stderr]).toEqual([
        1,
        `Nothing was changed. The hub that runs on this folder (process ${hub.process.pid}) belongs to another user. Give the command as that user. H3\n`
      ])
      expect((await succeeds(['goals', '--data', folder])).stdout).toBe('')
      await hub.stopped()
    }
  )
})
