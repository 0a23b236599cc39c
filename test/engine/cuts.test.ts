import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { readDocumentMessage } from '../../src/sync/documents/protocol.ts'
import { RECEIPTS, SEGMENTS } from '../../src/sync/link/frame.ts'
import { RunningHub, stopHubs } from './running-hub.ts'
import { SOON, stopVolunteers, Volunteer } from './volunteer.ts'
import type { Message } from './wire.ts'

afterEach(async () => {
  await stopVolunteers()
  await stopHubs()
})
afterAll(removeFolders)

/** Each prompt fills an update of its own. */
const TREES = Array.from({ length: 12 }, (_, i) => treeLine(`t${i}`, { replies: 0, text: `${i} `.repeat(700) }))
const eventually = (what: () => unknown) => expect.poll(what, { timeout: SOON, interval: 5 })

/** The update of a batch that this message carries, as text; undefined: it carries none. */
function batchUpdate({ way, document, payload }: Message): string | undefined {
  if (way !== 'down' || !document?.startsWith('batch/')) return undefined
  const message = readDocumentMessage(payload)
  return message.is === 'update' ? String(message.update) : undefined
}

describe('a link that is cut', () => {
  it('[LK5] around a checkout asks again with the same number, and lends once', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub)
    const { wire } = volunteer
    // Once the wish is lost, then the answer twice.
    const cuts = ['checkout', 'lent', 'lent']
    wire.fate = ({ control }) => {
      if (control === undefined || control.is !== cuts[0]) return 'passes'
      cuts.shift()
      return 'lost'
    }
    expect(await volunteer.borrows(4)).toBe(4)
    expect(cuts).toEqual([])
    expect(wire.connections).toBe(4)
    const wishes = wire.passed.flatMap(({ control }) => (control?.is === 'checkout' ? [control.fields.request] : []))
    expect([wishes.length, new Set(wishes).size]).toEqual([3, 1])
    expect(await hub.lentTo(await volunteer.key())).toEqual([4])
    expect(await volunteer.device.tasks()).toHaveLength(4)
    // Another wish is another one.
    expect(await volunteer.borrows(4)).toBe(4)
    expect(await hub.lentTo(await volunteer.key())).toEqual([4, 4])
  })

  it('[DC2] [LK9] at every update of a batch goes on where it was: no update comes twice, nothing is sat out', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub)
    const { wire } = volunteer
    wire.fate = (message) => (batchUpdate(message) === undefined ? 'passes' : 'last')
    expect(await volunteer.borrows(12)).toBe(12)
    const updates = wire.passed.flatMap((message) => batchUpdate(message) ?? [])
    expect(updates.length).toBeGreaterThanOrEqual(12)
    expect(new Set(updates).size).toBe(updates.length)
    const texts = (await volunteer.device.tasks()).map(({ thread }) => thread.at(-1)?.text)
    expect(texts.sort()).toEqual(TREES.map((line) => JSON.parse(line).prompt.text).sort())
  })

  it('[DC2] in the midst of a batch, with the program ended there: the next one fetches the rest', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub)
    const { wire } = volunteer
    let came = 0
    wire.fate = (message) => {
      if (batchUpdate(message) === undefined) return 'passes'
      came += 1
      return came > 3 ? 'lost' : 'passes'
    }
    void volunteer.borrows(8).catch(() => {})
    await eventually(async () => (await volunteer.rows('updates')).length).toBe(3)
    await volunteer.restarts()
    wire.fate = () => 'passes'
    await volunteer.syncs()
    expect(await volunteer.device.tasks()).toHaveLength(8)
    const updates = wire.passed.flatMap((message) => batchUpdate(message) ?? [])
    expect(new Set(updates).size).toBe(updates.length)
    // Nothing of it is kept twice.
    expect(await volunteer.rows('updates')).toEqual([])
  })

  it('[EX1] at every receipt of a day goes on with the next segment: none goes twice', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 8)
    await volunteer.device.stop()
    const items = []
    // Words that do not compress, in several segments.
    for (let i = 0; i < 8; i++) items.push(await volunteer.writes(words(i)))
    const { wire } = volunteer
    wire.fate = ({ way, channel }) => (way === 'down' && channel === RECEIPTS ? 'last' : 'passes')
    await volunteer.syncs()
    const sent = wire.passed.filter(({ way, channel }) => way === 'up' && channel === SEGMENTS)
    expect(sent.length).toBeGreaterThanOrEqual(8)
    expect(await Promise.all(items.map(({ id }) => hub.holds(id)))).toEqual(items.map(() => true))
    expect(hub.hub.counts.duplicates).toBe(0)
  })
})

function words(seed: number): string {
  let state = seed + 1
  const letter = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return String.fromCharCode(0x4e00 + ((state >>> 12) % 4096))
  }
  return Array.from({ length: 900 }, letter).join('')
}
