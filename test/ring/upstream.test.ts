import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DeviceFolder } from '../device-folder.ts'
import { contributionsIn, uuidOf } from '../exported.ts'
import { HubProcess } from '../hub-process.ts'
import { expectRefusal } from '../refusal.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, Understory, understory } from '../understory.ts'

afterAll(cleanUp)

const exported = async (folder: string) => (await succeeds(['export', '--data', folder, '--all'])).stdout

describe('understory hub --upstream (real processes)', { timeout: 180_000 }, () => {
  it('[RL1] [RL4] a workshop’s hub killed with -9 while its guests work passes all of it on, once', async () => {
    const [central, workshop] = [join(newFolder(), 'central'), join(newFolder(), 'workshop')]
    await succeeds(['import', PRACTICE, '--data', central, '--as', 'growing'])
    const hub = await HubProcess.start(central, await freePort())
    const secret = readFileSync(join(central, 'organizer-invite'), 'utf8').trim()
    const invite = hub.invite.replace(/\.[a-z0-9]+$/, `.${secret}`)
    const port = await freePort()
    const begins = async (upstream: string) => {
      const process = new Understory(['hub', '--data', workshop, '--port', String(port), '--upstream', upstream])
      await process.when(({ stdout, stderr }) => stdout.split('\n').length > 2 && /is reached/.test(stderr))
      return process
    }
    const near = await begins(invite)
    const guest = new DeviceFolder('guest')
    await guest.join(near.stdout.split('\n')[1] as string)
    expect(await guest.checkout('--count', '6')).toBe(6)
    const said = await guest.work(3)
    await guest.sync()
    await near.kill('SIGKILL')
    said.push(...(await guest.work()))
    const again = await begins(hub.address)
    await guest.sync()
    const { items } = await guest.status()
    expect(
      items.filter(({ id }) => said.includes(id)).filter(({ state }) => !/received|merged|spare/.test(state))
    ).toEqual([])
    for (let tries = 0; (await exported(central)) !== (await exported(workshop)); tries++)
      expect(tries).toBeLessThan(20)
    await again.kill('SIGTERM')
    await hub.stopped()
    const contributed = contributionsIn(await exported(central), readFileSync(PRACTICE, 'utf8'))
    expect(contributed.sort()).toEqual(said.map(uuidOf).sort())
    for (const folder of [central, workshop]) await succeeds(['check', '--data', folder])
  })

  it('[RL1] says what is wrong: no invite for a new folder, nobody there, an invite that is none', async () => {
    const folder = join(newFolder(), 'workshop')
    const port = await freePort()
    const at = (upstream: string) => ['hub', '--data', folder, '--port', '0', '--upstream', upstream]
    await expectRefusal(
      at(`http://127.0.0.1:${port}`),
      `Nothing was started. The folder ${folder} is no hub of that project yet. Give the organizer's invite of the other hub with --upstream, for this once. R2`
    )
    const { code, stderr } = await understory(at(`http://127.0.0.1:${port}/join#${'ab'.repeat(32)}.${'s'.repeat(26)}`))
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^Nothing was started\. The hub at http:\/\/127\.0\.0\.1:\d+ did not answer: .*\. Check that it runs and can be reached from here, then try again\. R1\n$/
      )
    ])
    expect((await understory(at('the central one'))).stderr).toMatch(
      /^Nothing was changed\. This is not an invite\. .* N4\n$/
    )
  })
})
