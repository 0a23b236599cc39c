/**
 * `npm run kills -- hub [--kills N] [--seed S]`: a real hub process killed with -9 while 20 devices send it their work,
 * at random moments (100 unless told otherwise), also while it starts. It ends with one line, and with 1 if a hub lacked
 * what it had given a receipt for, or held anything twice, or is not as it should be, or a device was left waiting.
 */
import { cpSync, existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Chance } from '../../src/core/examples/chance.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, Understory, understory } from '../understory.ts'
import { Hand } from './crew.ts'

/** Of all kills, those before the hub has opened its door. */
const WHILE_STARTING = 0.2
/** A hub lives for so many milliseconds at most, from its start or from the opening of its door. */
const MOST_STARTING = 800
const MOST_SERVING = 2500
/** After so many kills the store is checked from end to end, which takes as long as all the work. */
const CHECK_EVERY = 20
/** For what is left once the hub stays up; a busy machine needs some of it. */
const PATIENCE = 120_000
/** Kinds of facts that a device gives without anybody's saying so. */
const BY_ITSELF: readonly string[] = ['consent', 'succeed', 'piece']

export type Tally = {
  readonly kills: number
  readonly whileStarting: number
  /** Items that were called saved, and segments that brought them to the hub. */
  readonly items: number
  readonly segments: number
  /** Items with a receipt that the store of a killed hub was found to lack, counted at every kill. */
  readonly lost: number
  /** Facts of devices that are there besides what they said they saved. */
  readonly doubled: number
  readonly unconfirmed: number
  /** What `understory check` said; nothing where all was well. */
  readonly faults: readonly string[]
}

export async function killedUnderLoad(
  kills: number,
  seed: number,
  tell = (_: string) => {},
  devices = 20
): Promise<Tally> {
  // Each document of each device adds a listener.
  process.setMaxListeners(1000)
  const chance = new Chance(seed)
  const folder = join(newFolder(), 'hub')
  const port = await freePort()
  const faults: string[] = []
  let [lost, whileStarting] = [0, 0]
  await succeeds(['import', PRACTICE, '--data', folder, '--as', 'growing'])
  const first = await HubProcess.start(folder, port)
  const hands = Array.from({ length: devices }, (_, n) => new Hand(`hand ${n}`, new Chance(seed * 1000 + n)))
  await Promise.all(hands.map((hand) => hand.joins(first.invite)))
  for (const hand of hands) hand.begins()

  let hub = first.process
  for (let kill = 1; kill <= kills; kill++) {
    const starting = kill > 1 && chance.happens(WHILE_STARTING)
    if (starting) whileStarting += 1
    else await opened(port)
    await pause(chance.below(starting ? MOST_STARTING : MOST_SERVING))
    await hub.kill('SIGKILL')
    // What a device hears of now has been said before the kill.
    const said = (await Promise.all(hands.map((hand) => hand.receipted()))).flat()
    const missing = await missingIn(folder, said)
    lost += missing.length
    if (kill % CHECK_EVERY === 0 || kill === kills) faults.push(...(await faultsIn(folder)))
    tell(`kill ${kill}${starting ? ', while it starts' : ''}: ${said.length} with a receipt, ${missing.length} lost`)
    hub = new Understory(['hub', '--data', folder, '--port', String(port)])
  }

  await Promise.all(hands.map((hand) => hand.rests()))
  await Promise.all(hands.map((hand) => hand.device.synced(PATIENCE).catch(() => {})))
  const items = (await Promise.all(hands.map((hand) => hand.items()))).flat()
  const receipted = new Set((await Promise.all(hands.map((hand) => hand.receipted()))).flat())
  await Promise.all(hands.map((hand) => hand.device.stop()))
  await hub.kill('SIGTERM')
  faults.push(...(await faultsIn(folder)))
  const told = hands.flatMap((hand) => hand.told)
  const { facts, segments } = await workIn(folder, await keysOf(hands))
  const held = new Set(facts)
  return {
    ...{ kills, whileStarting, items: told.length, segments, faults },
    lost: lost + told.filter((id) => !held.has(id)).length,
    doubled: facts.length - told.filter((id) => held.has(id)).length,
    unconfirmed: items.filter(({ id }) => !receipted.has(id)).length
  }
}

/** Somebody listens on this port. */
async function opened(port: number): Promise<void> {
  const answers = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => done(true)).once('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
  while (!(await answers())) await pause(20)
}

function pause(ms: number): Promise<void> {
  return new Promise((later) => setTimeout(later, ms))
}

/** @returns those of these facts that a dead hub's store lacks. The store itself is left as it is. */
async function missingIn(folder: string, ids: readonly string[]): Promise<string[]> {
  const copy = join(newFolder(), 'hub.sqlite')
  for (const part of ['', '-wal']) {
    const file = join(folder, `hub.sqlite${part}`)
    if (existsSync(file)) cpSync(file, copy + part)
  }
  const store = openSqliteStore(copy)
  const missing = await store.read(async (tx) => {
    const lacks: string[] = []
    for (const id of ids) if (!(await tx.fact(id))) lacks.push(id)
    return lacks
  })
  await store.close()
  return missing
}

async function faultsIn(folder: string): Promise<string[]> {
  const { code, stderr } = await understory(['check', '--data', folder])
  return code === 0 ? [] : [stderr]
}

async function keysOf(hands: readonly Hand[]): Promise<string[]> {
  return (await Promise.all(hands.map(({ device }) => device.contact()))).flatMap(({ device }) => device ?? [])
}

/** What devices gave: every fact as often as a segment brought it. */
async function workIn(folder: string, keys: readonly string[]): Promise<{ facts: string[]; segments: number }> {
  const store = openSqliteStore(join(folder, 'hub.sqlite'), { readOnly: true })
  const facts: string[] = []
  let segments = 0
  await store.read(async (tx) => {
    for (const hash of await tx.allSegments()) {
      const segment = await tx.segment(hash)
      if (!segment || !keys.includes(segment.header.device)) continue
      segments += 1
      for (const { id, content } of segment.facts) if (!BY_ITSELF.includes(content.kind)) facts.push(id)
    }
  })
  await store.close()
  return { facts, segments }
}

export function inOneLine({ kills, whileStarting, items, segments, ...tally }: Tally): string {
  const { lost, doubled, unconfirmed, faults } = tally
  const check = faults.length === 0 ? 'clean' : `${faults.length} times not clean`
  return `${kills} kills (${whileStarting} while it started): of ${items} items in ${segments} segments ${lost} lost, ${doubled} doubled, ${unconfirmed} without a receipt; check ${check}`
}

export function isWell({ lost, doubled, unconfirmed, faults }: Tally): boolean {
  return lost === 0 && doubled === 0 && unconfirmed === 0 && faults.length === 0
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
  const tally = await killedUnderLoad(Number(values.kills ?? 100), Number(values.seed ?? 1), (line) =>
    console.error(line)
  )
  cleanUp()
  for (const fault of tally.faults) console.error(fault)
  console.log(inOneLine(tally))
  process.exit(isWell(tally) ? 0 : 1)
}
