import { afterAll, describe, expect, it } from 'vitest'
import { TurnedAway } from '../../src/client/errors.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine, World } from '../../src/hub/examples/world.ts'
import { writeControl } from '../../src/sync/link/control.ts'
import { CONTROL, writeFrame } from '../../src/sync/link/frame.ts'
import { fallible, keys, states, Workshop } from './people.ts'
import type { Wire } from './wires.ts'

afterAll(removeFolders)

async function answerOne(device: Awaited<ReturnType<Workshop['joined']>>, text = 'Moss.') {
  const [{ batch, place } = { batch: '', place: 0 }] = await device.tasks()
  return device.answer({ task: `${batch}/${place}`, text })
}

/** A workshop, and a device that borrowed three tasks. */
async function atWork(store = openMemoryStore(), keyring = keys()) {
  const workshop = await Workshop.begin()
  await workshop.world.import(['a', 'b', 'c'].map((id) => treeLine(id, { replies: 1 })).join(''))
  const device = await workshop.joined(store, keyring)
  await device.checkout({ count: 3, kinds: ['prompter_reply'] }, 3_600_000)
  return { workshop, device }
}

const turnOfEvents = () => new Promise<void>((resume) => void setImmediate(resume))

describe('a device in trouble (wires in memory, time by hand)', () => {
  it('[EX6] a hub of another project is left alone; nothing is sent to it', async () => {
    const { workshop, device } = await atWork()
    await device.stop()
    const other = await World.begin({ seed: 9 })
    workshop.wires.hub = other.hub
    await answerOne(device)
    await device.start()
    await expect(device.synced(3_600_000)).rejects.toEqual(new TurnedAway('wrong-project', 1))
    expect(workshop.wires.last.sent.up).toEqual([])
    expect(await states(device)).toEqual(['saved'])
    await other.store.close()
    await workshop.end()
  })

  it('[LK7] a hub of a later version is told as such, and keeps the work here', async () => {
    const { workshop, device } = await atWork()
    await device.stop()
    await answerOne(device)
    // The hub's own words, of a version that is to come.
    const hub = workshop.world.hub
    workshop.wires.hub = Object.assign(Object.create(hub), {
      connect(socket: { send(bytes: Uint8Array): void }) {
        const fields = { v: 2, project: hub.project, nonce: new Uint8Array(32), tips: [], loose: [], begun: [] }
        socket.send(writeFrame(CONTROL, writeControl('challenge', fields)))
        return { receive() {}, end() {} }
      }
    })
    await device.start()
    await expect(device.synced(3_600_000)).rejects.toEqual(new TurnedAway('newer-version', 1))
    expect(await states(device)).toEqual(['saved'])
    await workshop.end()
  })

  it('[LK6] a challenge that a break has overtaken is never answered on the next connection', async () => {
    const keyring = keys()
    let slow: Promise<void> | undefined
    const { workshop, device } = await atWork(openMemoryStore(), {
      make: keyring.make,
      async find(key) {
        await slow
        return keyring.find(key)
      }
    })
    const { wires, world } = workshop
    let go = () => {}
    slow = new Promise<void>((resume) => {
      go = resume
    })
    wires.cut()
    await workshop.passUntil(() => wires.last.said('down', 'challenge').length > 0 && !wires.last.ended)
    const overtaken = wires.last
    wires.cut()
    await workshop.passUntil(() => wires.last !== overtaken && wires.last.said('down', 'challenge').length > 0)
    go()
    await answerOne(device)
    await device.synced(3_600_000)
    expect(wires.all.flatMap((wire) => wire.said('down', 'refused'))).toEqual([])
    expect(world.log).toEqual([])
    await workshop.end()
  })

  it('[EX6] a hub that lost this device hears its credentials, and the reason of a refusal survives the hanging up', async () => {
    const { workshop, device } = await atWork()
    const { world, wires } = workshop
    await workshop.hubVanishes()
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(world.file)
    const { device: key = '' } = await device.contact()
    // What a backup from before the joining does not have.
    db.exec(`DELETE FROM facts WHERE person = 1 AND instr(content, '${key}') > 0`)
    db.exec(
      'DELETE FROM segments WHERE hash IN (SELECT segment FROM segment_facts WHERE fact NOT IN (SELECT id FROM facts))'
    )
    db.exec('DELETE FROM segment_facts WHERE fact NOT IN (SELECT id FROM facts)')
    db.close()
    await workshop.hubComesBack()
    expect(world.hub.ingest.people.has(key)).toBe(false)
    await answerOne(device)
    await workshop.passUntil(async () => (await states(device))[0] === 'merged')
    expect(wires.all.flatMap((wire) => wire.said('down', 'refused')).map(({ fields }) => fields)).toEqual([
      { reason: 'unknown-device', detail: 'no member of this project' }
    ])
    await workshop.end()
  })

  it('[LK7] an invite that is used up says so', async () => {
    const workshop = await Workshop.begin()
    const device = workshop.device()
    await device.join((await workshop.invite()).replace(/\.[a-z0-9]+$/, `.${'z'.repeat(26)}`))
    await device.start()
    await expect(device.welcomed(3_600_000)).rejects.toEqual(new TurnedAway('invite-unknown', 0))
    await device.stop()
    await device.forgetJoin()
    await device.join(await workshop.invite())
    await device.start()
    await device.welcomed(3_600_000)
    await workshop.end()
  })

  it('[DS1] an item that the store could not save is an error to the caller, and nothing of it is there', async () => {
    const state = { fails: false }
    const { workshop, device } = await atWork(fallible(openMemoryStore(), state))
    state.fails = true
    await expect(answerOne(device)).rejects.toThrow('no space')
    state.fails = false
    expect([await device.items(), (await device.tasks()).length]).toEqual([[], 3])
    await answerOne(device)
    await device.synced(3_600_000)
    await workshop.end()
  })

  it('[DS1] a store that fails while syncing ends the link and tells; a new start goes on where it was', async () => {
    const state = { fails: false }
    const { workshop, device } = await atWork(fallible(openMemoryStore(), state))
    await answerOne(device)
    state.fails = true
    await expect(device.synced(3_600_000)).rejects.toThrow('no space')
    expect(workshop.wires.last.ended).toBe(true)
    state.fails = false
    await device.stop()
    await device.start()
    await device.synced(3_600_000)
    expect(await states(device)).toEqual(['merged'])
    await workshop.end()
  })

  it('a hub in trouble is told of at once and asked again; when it is over, all goes on', async () => {
    let fails = false
    const workshop = await Workshop.begin({
      engine: (store) => ({
        read: (work) => store.read(work),
        scrub: () => store.scrub(),
        close: () => store.close(),
        write: (work) => (fails ? Promise.reject(new Error('no space')) : store.write(work))
      })
    })
    await workshop.world.import(treeLine('a', { replies: 1 }))
    const device = await workshop.joined()
    await device.checkout({ count: 1, kinds: ['prompter_reply'] }, 3_600_000)
    await answerOne(device)
    fails = true
    await expect(device.synced(3_600_000)).rejects.toEqual(new TurnedAway('hub-trouble', 1))
    fails = false
    await workshop.passUntil(async () => (await states(device))[0] === 'merged')
    await device.synced(3_600_000)
    await workshop.end()
  })

  it('after a stop nothing is opened, sent or written any more, wherever the stop came', async () => {
    for (let after = 0; after < 12; after++) {
      const { workshop, device } = await atWork()
      await device.stop()
      await answerOne(device)
      let writes = 0
      const frames = (wire: Wire) => wire.sent.up.length + wire.sent.down.length
      await device.start()
      for (let turn = 0; turn < 200 && frames(workshop.wires.last) < after; turn++) await turnOfEvents()
      await device.stop()
      const wires = workshop.wires.all.length
      const sent = workshop.wires.last.sent.up.length
      const forget = device.onChange(() => writes++)
      workshop.world.system.pass(120_000)
      for (let turn = 0; turn < 20; turn++) await turnOfEvents()
      forget()
      expect([workshop.wires.all.length, workshop.wires.last.sent.up.length, writes]).toEqual([wires, sent, 0])
      await workshop.end()
    }
  })
})
