import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { testSigner } from '../sync/examples/key.ts'
import { Caller } from './examples/caller.ts'
import { newFolder, removeFolders } from './examples/folders.ts'
import { World } from './examples/world.ts'
import { addInvite, INVITES, makeSecret, secretHash } from './invite.ts'
import { identityIn, secretInFile } from './project.ts'
import { TERMS_HASH } from './terms.ts'

afterAll(removeFolders)
const DAY = 24 * 3600 * 1000

async function joins(world: World, byte: number, secret: string, name?: string): Promise<string> {
  const caller = await Caller.call(world.hub, await testSigner(byte))
  await caller.hello({ invite: secret, ...(name !== undefined && { name }) })
  await caller.hears('welcome')
  return caller.closed ? `${caller.fields('refused')?.reason} ${caller.closed.code}` : 'welcome'
}

const usesLeft = (world: World, secret: string) =>
  world.store.read(async (tx) => (await tx.invite(secretHash(secret)))?.uses)

describe('invites (time by hand, no sockets)', () => {
  it('[EX6] an invite lets devices in, each of them once counted', async () => {
    const world = await World.begin()
    const secret = makeSecret(world.system)
    await addInvite(world.store, secret, 'contributor', world.system)
    expect(await joins(world, 10, secret, 'Amina')).toBe('welcome')
    expect(await joins(world, 11, secret)).toBe('welcome')
    expect(await joins(world, 10, secret)).toBe('welcome')
    expect(await usesLeft(world, secret)).toBe(INVITES.contributor.uses - 2)
    const [ada, bo] = [await testSigner(10), await testSigner(11)].map(({ device }) =>
      world.hub.ingest.people.get(device)
    )
    expect([ada?.role, bo?.role]).toEqual(['contributor', 'contributor'])
    expect(ada?.contributor).not.toBe(bo?.contributor)
    const names = await world.store.read(async (tx) =>
      (await tx.factsAboutPersons()).map(({ content }) => content.name)
    )
    expect(names).toContain('Amina')
    await world.store.close()
  })

  it('[LK7] unknown, used and expired invites say so, change nothing, and the link stays closed', async () => {
    const world = await World.begin()
    const [organizers, old] = [makeSecret(world.system), makeSecret(world.system)]
    await addInvite(world.store, organizers, 'organizer', world.system)
    await addInvite(world.store, old, 'contributor', world.system)
    expect(await joins(world, 10, 'no such secret')).toBe('invite-unknown 4402')
    expect(await joins(world, 11, organizers)).toBe('welcome')
    expect(await joins(world, 12, organizers)).toBe('invite-used 4402')
    world.system.pass(90 * DAY - 1000)
    expect(await joins(world, 13, old)).toBe('welcome')
    world.system.pass(1000)
    expect(await joins(world, 14, old)).toBe('invite-expired 4402')
    for (const byte of [10, 12, 14]) expect(world.hub.ingest.people.has((await testSigner(byte)).device)).toBe(false)
    expect(await usesLeft(world, old)).toBe(INVITES.contributor.uses - 1)
    await world.store.close()
  })

  it('[PE1] an organizer’s invite makes an organizer, by the organizer’s own key', async () => {
    const world = await World.begin()
    const secret = makeSecret(world.system)
    await addInvite(world.store, secret, 'organizer', world.system)
    expect(await joins(world, 10, secret)).toBe('welcome')
    const { device } = await testSigner(10)
    expect(world.hub.ingest.people.get(device)?.role).toBe('organizer')
    const grants = await world.store.read(async (tx) => await tx.factsAboutPersons())
    expect(grants.find(({ content }) => content.device === device)?.device).toBe(world.hub.identity.organizer.device)
    await world.store.close()
  })

  it('an invite that two devices use at once is counted twice', async () => {
    const world = await World.begin()
    const secret = makeSecret(world.system)
    await world.store.write((tx) =>
      tx.setInvite(secretHash(secret), { role: 'contributor', uses: 1, expires: 2 ** 40 })
    )
    const answers = await Promise.all([joins(world, 10, secret), joins(world, 11, secret)])
    expect(answers.sort()).toEqual(['invite-used 4402', 'welcome'])
    await world.store.close()
  })

  it('a device that calls twice at once joins once', async () => {
    const world = await World.begin()
    const secret = makeSecret(world.system)
    await addInvite(world.store, secret, 'contributor', world.system)
    expect(await Promise.all([joins(world, 10, secret), joins(world, 10, secret)])).toEqual(['welcome', 'welcome'])
    expect(await usesLeft(world, secret)).toBe(INVITES.contributor.uses - 1)
    await world.store.close()
  })

  it('a store keeps no secret, and a file with one is its owner’s alone', async () => {
    const world = await World.begin()
    const folder = newFolder()
    const { secret } = secretInFile(join(folder, 'invite'), () => makeSecret(world.system))
    expect(secretInFile(join(folder, 'invite'), () => 'another')).toEqual({ secret })
    expect(secretInFile(join(folder, 'invite'), () => 'another', true)).toEqual({ secret: 'another' })
    expect(secretInFile(join(folder, 'invite'), () => 'third')).toEqual({ secret: 'another' })
    const first = identityIn(join(folder, 'hub'))
    expect(identityIn(join(folder, 'hub')).hub.device).toBe(first.hub.device)
    const files = ['invite', 'hub/keys/hub.pem', 'hub/keys/organizer.pem']
    expect(files.map((file) => statSync(join(folder, file)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
    await addInvite(world.store, secret, 'contributor', world.system)
    expect(await world.store.read((tx) => tx.invite(secret))).toBeUndefined()
    await world.store.close()
  })

  it('[EX6] the charter is the segments that found the project, certify its hub, and let this device in', async () => {
    const world = await World.begin()
    const secret = makeSecret(world.system)
    await addInvite(world.store, secret, 'contributor', world.system)
    await joins(world, 11, secret)
    const signer = await testSigner(10)
    const caller = await Caller.call(world.hub, signer)
    await caller.hello({ invite: secret, charter: true })
    const { charter = [] } = await caller.hears('welcome')
    const facts = await Promise.all(charter.map((bytes) => caller.read(bytes)))
    const kinds = facts.flat().map(({ content }) => [content.kind, content.role, content.terms])
    expect(kinds).toEqual(
      expect.arrayContaining([
        ['project', undefined, TERMS_HASH],
        ['grant', 'hub', undefined],
        ['grant', 'contributor', undefined]
      ])
    )
    const granted = facts.flat().filter(({ content }) => content.role === 'contributor')
    expect(granted.map(({ content }) => content.device)).toEqual([signer.device])
    expect(facts.flat()[0]?.id).toBe(world.hub.project)
    await world.store.close()
  })
})
