import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readInvite } from '../sync/invite.ts'
import { manualSystem } from '../sync/manual-system.ts'
import { newFolder, removeFolders } from './examples/folders.ts'
import { secretHash } from './invite.ts'
import { fillPractice } from './practice/practice.ts'
import { type StartHub, startHub } from './run.ts'
import { PortTaken } from './server.ts'

afterAll(removeFolders)

const TREES = join(import.meta.dirname, 'practice', 'practice.trees.jsonl')
const DAY = 24 * 3600 * 1000

function options(more: Partial<StartHub> = {}): StartHub {
  const host = '127.0.0.1'
  return { folder: newFolder(), host, port: 0, name: 'Example', site: undefined, open: false, log: () => {}, ...more }
}

describe('starting a hub', () => {
  it('the same folder is the same project, with the same invite', async () => {
    const how = options()
    const first = await startHub(how)
    expect(readInvite(first.invite)).toMatchObject({ address: first.address, project: first.project })
    expect(readFileSync(first.organizerInviteFile, 'utf8').trim()).not.toBe(readInvite(first.invite).secret)
    await first.close()
    const second = await startHub({ ...how, name: 'Another name' })
    expect([second.project, second.name]).toEqual([first.project, 'Example'])
    expect(readInvite(second.invite).secret).toBe(readInvite(first.invite).secret)
    await second.close()
  })

  it('an invite that no longer opens the door gives way to a new one', async () => {
    const how = options({ system: manualSystem(1) })
    const first = await startHub(how)
    await first.close()
    const later = manualSystem(2)
    later.pass(91 * DAY)
    const second = await startHub({ ...how, system: later })
    const { secret } = readInvite(second.invite)
    expect(secret).not.toBe(readInvite(first.invite).secret)
    expect(await second.store.read((tx) => tx.invite(secretHash(secret)))).toMatchObject({ role: 'contributor' })
    await second.close()
  })

  it('is filled once, before anyone is let in', async () => {
    const how = options({ open: true, fill: (hub) => fillPractice(hub, TREES) })
    const counts: number[] = []
    for (let start = 0; start < 2; start++) {
      const { store, close } = await startHub(how)
      counts.push((await store.read((tx) => tx.trees())).length)
      await close()
    }
    expect(counts).toEqual([42, 42])
  })

  it('one that cannot open its door founds no project, and leaves the folder free', async () => {
    const running = await startHub(options())
    const port = Number(new URL(running.address).port)
    const how = options({ port })
    await expect(startHub(how)).rejects.toBeInstanceOf(PortTaken)
    expect(readdirSync(how.folder)).toEqual([])
    await running.close()
    const { close } = await startHub(how)
    await close()
  })
})
