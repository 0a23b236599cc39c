import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeviceFolder } from './device-folder.ts'
import { HubProcess } from './hub-process.ts'
import { expectNoStack, expectRefusal, expectWrongUse } from './refusal.ts'
import { cleanUp, freePort, newFolder } from './understory.ts'

afterAll(cleanUp)

const NOTHING = 'Nothing here waits to be sent.'
const COPY = 'Copy the whole link that the organizer gave you, with what stands behind the #.'

describe('an invite', () => {
  const folder = join(newFolder(), 'hub')
  const device = new DeviceFolder('device')
  let hub: HubProcess
  const otherSecret = (invite: string, secret: string) => invite.replace(/\.[^.]*$/, `.${secret}`)

  beforeAll(async () => {
    hub = await HubProcess.start(folder, await freePort())
  })

  it('that is none is refused before anything is tried', async () => {
    const { invite } = hub
    for (const none of [
      'nonsense',
      hub.address,
      invite.slice(0, -10),
      invite.replace('#', '#0'),
      invite.replace('http', 'ftp')
    ])
      await expectRefusal(device.args('join', none), `Nothing was changed. This is not an invite. ${COPY} N4`)
  })

  it('with another secret is unknown to the hub', async () => {
    const join = device.args('join', otherSecret(hub.invite, 'a'.repeat(26)))
    await expectRefusal(join, `${NOTHING} The hub does not know this invite. Ask the organizer for a new invite. N3`)
  })

  it('for one person is used up by the first', async () => {
    const invite = otherSecret(hub.invite, readFileSync(join(folder, 'organizer-invite'), 'utf8').trim())
    await new DeviceFolder('organizer').join(invite)
    const second = device.args('join', invite)
    await expectRefusal(second, `${NOTHING} This invite has been used up. Ask the organizer for a new invite. N3`)
  })

  it('of another project is refused by the device', async () => {
    const other = hub.invite.replace(/#..../, (start) => (start === '#0000' ? '#1111' : '#0000'))
    const sentence = 'The hub at this address serves another project. Check the address with the organizer. N3'
    await expectRefusal(device.args('join', other), `${NOTHING} ${sentence}`)
  })

  it('after all of these the folder still joins, once and no second time', async () => {
    await device.join(hub.invite)
    const again = device.args('join', hub.invite)
    const sentence = 'This folder belongs to a project already. Use another folder for another project. D2'
    await expectRefusal(again, `Nothing was changed. ${sentence}`)
  })

  it('to a hub that does not answer is left untried', async () => {
    const gone = hub.invite.replace(/:\d+\//, `:${await freePort()}/`)
    const sentence = 'The hub did not answer in time. Check that the hub runs and the link is up, then sync again. N2'
    const late = new DeviceFolder('late')
    await expectRefusal(late.args('join', gone, '--wait', '1'), `${NOTHING} ${sentence}`)
    await expectRefusal(
      late.args('sync'),
      'Nothing was changed. This folder has joined no project yet. Run "understory device --data DIR join INVITE" first. D2'
    )
  })

  it('is never in a log, and whoever shares the computer reads no secret', async () => {
    const pem = readFileSync(join(folder, 'keys', 'organizer.pem'), 'utf8').split('\n')[1] as string
    const secrets = ['invite', 'organizer-invite'].map((name) => readFileSync(join(folder, name), 'utf8').trim())
    for (const secret of [...secrets, pem, 'a'.repeat(26)]) expect(hub.log).not.toContain(secret)
    expect(hub.log).toMatch(/refused 127\.0\.0\.1:\d+ \(unknown device\): unknown-device: invite-unknown/)
    expectNoStack(hub.log)
    for (const place of [folder, join(folder, 'keys'), device.folder, join(device.folder, 'keys')]) {
      expect(statSync(place).mode & 0o077).toBe(0)
      for (const name of readdirSync(place)) expect([name, statSync(join(place, name)).mode & 0o077]).toEqual([name, 0])
    }
  })
})

describe('a command line', () => {
  it('that is wrong is told so with its help, and nothing is tried', async () => {
    await expectWrongUse(['dance'], 'There is no command "dance".')
    await expectWrongUse(['hub'], '--data DIR is missing.')
    await expectWrongUse(['hub', '--data', 'x', '--prot', '1'], "Unknown option '--prot'.")
    await expectWrongUse(
      ['hub', '--data', 'x', '--port', '70000'],
      '--port takes a whole number from 0 to 65535, not "70000".'
    )
    await expectWrongUse(['import', '--data', 'x'], 'FILE is missing.')
    await expectWrongUse(
      ['import', 'y', '--data', 'x', '--lang', 'my own'],
      '--lang takes tags such as en or pt-BR, not "my own".'
    )
    await expectWrongUse(
      ['goals', '--data', 'x', '--tasks', '-1'],
      '--tasks lacks its value; one that begins with a dash is written --tasks=-….'
    )
    await expectWrongUse(
      ['device', '--data', 'x', 'dance'],
      'device has no command "dance"; it has join, checkout, sync, tasks, answer, undo, notes, status.'
    )
    await expectWrongUse(['device', '--data', newFolder(), 'join'], 'INVITE is missing.')
    await expectWrongUse(
      ['device', '--data', newFolder(), 'checkout', '--wait', 'long'],
      '--wait takes a whole number from 0 to 86400, not "long".'
    )
  })
})

describe('a hub', () => {
  it('whose port is in use, or whose address is not here, does not start', async () => {
    const port = await freePort()
    const [first, second] = [join(newFolder(), 'first'), join(newFolder(), 'second')]
    await HubProcess.start(first, port)
    await expectRefusal(
      ['hub', '--data', second, '--port', String(port)],
      `Nothing was started. Port ${port} is in use by another program. Stop that program, or name another port with --port. H1`
    )
    await expectRefusal(
      ['hub', '--data', second, '--host', '203.0.113.7', '--port', String(await freePort())],
      'Nothing was started. This computer has no address 203.0.113.7. Name an address of this computer with --host, or leave it out. H2'
    )
  })
})
