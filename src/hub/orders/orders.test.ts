import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { BundleItem } from '../../sync/bundle/bundle.ts'
import { bundleOf } from '../../sync/examples/bundles.ts'
import { realSystem } from '../../sync/system.ts'
import { forHubs, hubSideOf } from '../bundle.ts'
import { newFolder, removeFolders } from '../examples/folders.ts'
import { type RunningHub, startHub } from '../run.ts'
import { ask, MOST_ANSWER_BYTES } from './give.ts'
import { MOST_LINE_BYTES, type Order } from './order.ts'
import { placesOf } from './place.ts'
import { SIGN_OF_LIFE_EVERY } from './take.ts'

const hubs: RunningHub[] = []
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close()
})
afterAll(removeFolders)

const GOAL: Order = { order: 'goal', tasks: 7, from: 1 }
const placeOf = (folder: string) => placesOf(folder)[0] as string
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

async function started(folder = newFolder(), log: string[] = [], system = realSystem()): Promise<RunningHub> {
  const where = { folder, host: '127.0.0.1', port: 0, name: 'Example', site: undefined, open: false }
  const hub = await startHub({ ...where, system, log: (line) => void log.push(line) })
  hubs.push(hub)
  return hub
}

const goalsOf = async ({ store }: RunningHub) =>
  (await store.read((tx) => tx.factsAboutRules())).filter(({ content }) => content.kind === 'goal')

/** What comes back for these bytes; empty if the hub hangs up. */
function answerTo(place: string, bytes: string, onSome = () => {}): Promise<string> {
  return new Promise((done) => {
    let text = ''
    const socket = createConnection(place, () => socket.write(bytes))
    // Who is hung up on while it writes hears of it by an error.
    const take = (chunk: Buffer) => {
      text += chunk
      onSome()
    }
    socket.on('data', take).on('error', () => {})
    socket.once('close', () => done(text))
  })
}

describe('orders to a running hub (real sockets)', () => {
  it('are carried out in the organizer’s name, and told by the id of the decision', async () => {
    const [folder, log] = [newFolder(), [] as string[]]
    const hub = await started(folder, log)
    const { done: id } = await ask(folder, GOAL, 1)
    expect(await goalsOf(hub)).toMatchObject([
      { id, device: hub.hub.identity.organizer.device, content: { kind: 'goal', tasks: 7, from: 1 } }
    ])
    expect(log.filter((line) => line.includes('order'))).toEqual([`order carried out: goal (${id.slice(0, 16)})`])
  })

  it('that cannot be carried out are refused in the words that the command has without a hub', async () => {
    const folder = newFolder()
    await started(folder)
    await expect(ask(folder, { order: 'decline', named: 'nobody', rule: 'unclear' }, 1)).rejects.toMatchObject({
      code: 'M1',
      told: { work: ['nothing-changed'], cause: ['no-case', { named: 'nobody' }], action: ['list-cases'] }
    })
  })

  it('that leave nothing to do say so: nobody lends to a device that is no member', async () => {
    const [folder, log] = [newFolder(), [] as string[]]
    await started(folder, log)
    expect(await ask(folder, { order: 'lend', device: 'a'.repeat(64), tasks: 2 }, 1)).toEqual({ done: '' })
    expect(log).toContain('order carried out: lend (nothing to do)')
  })

  it('are of a known shape and size: anything else changes nothing, and hinders nobody', async () => {
    const folder = newFolder()
    const hub = await started(folder)
    const line = (order: unknown) => `${JSON.stringify(order)}\n`
    const none = [
      ...['\n', 'words\n', 'null\n', line([GOAL]), line({ ...GOAL, more: 1 }), line({ ...GOAL, tasks: -1 })],
      ...[line({ ...GOAL, order: 'erase' }), line({ ...GOAL, lang: 'no language' })],
      line({ order: 'decline', named: 'a', rule: 'b', words: 'x'.repeat(2001) }),
      line({ order: 'decline', named: 'a', rule: '' }),
      line({ order: 'answer', appeal: 'a', words: '\ud800', lift: false }),
      line({ order: 'lend', device: 'a'.repeat(63), tasks: 1 }),
      line({ order: 'lend', device: 'a'.repeat(64), tasks: 51 }),
      line({ order: 'lend', device: 'a'.repeat(64), tasks: 1, kinds: ['label'] }),
      line({ order: 'apply', files: [] }),
      line({ order: 'apply', files: ['here.understory'] }),
      line({ order: 'apply', files: Array(1001).fill('/there.understory') })
    ]
    for (const bytes of none)
      expect([bytes, JSON.parse(await answerTo(placeOf(folder), bytes))]).toMatchObject([
        bytes,
        { refused: { code: 'H5' } }
      ])
    expect(await answerTo(placeOf(folder), `${'x'.repeat(MOST_LINE_BYTES)}\n`)).toBe('')
    expect(await goalsOf(hub)).toEqual([])
    await ask(folder, GOAL, 1)
    expect(await goalsOf(hub)).toHaveLength(1)
  })

  it('that come whole are carried out before a hub closes; whoever says nothing does not keep it open', async () => {
    const folder = newFolder()
    const running = await started(folder)
    const silent = answerTo(placeOf(folder), '{"order":')
    // Callers are taken in turn, so that one has been.
    await ask(folder, GOAL, 1)
    const { ingest } = running.hub
    const decide = ingest.decide.bind(ingest)
    let closing: Promise<void> | undefined
    ingest.decide = async (work) => {
      closing = hubs.pop()?.close()
      expect(await silent).toBe('')
      return decide(work)
    }
    const given = ask(folder, { ...GOAL, tasks: 8 }, 1)
    const { done: id } = await given
    await closing
    expect((await goalsOf(await started(folder))).map((goal) => goal.id)).toContain(id)
  })

  it('say that nobody takes them, or that it is not known what became of them', async () => {
    const folder = newFolder()
    await expect(ask(folder, GOAL, 42)).rejects.toMatchObject({
      code: 'H4',
      told: { cause: ['no-orders', { pid: 42 }] }
    })
    const hub = await started(folder)
    await hub.close()
    hubs.pop()
    await expect(ask(folder, GOAL, 42)).rejects.toMatchObject({ code: 'H4' })
    mkdirSync(dirname(placeOf(folder)), { mode: 0o700 })
    for (const answer of ['', '{"done":5}\n', 'words\n', 'x'.repeat(MOST_ANSWER_BYTES + 1)]) {
      const server = createServer((socket) => void socket.once('data', () => socket.end(answer)))
      await new Promise<void>((listens) => server.listen(placeOf(folder), listens))
      await expect(ask(folder, GOAL, 42)).rejects.toMatchObject({ code: 'H6', told: { work: ['perhaps-changed'] } })
      await new Promise((closed) => server.close(closed))
    }
  })
})

describe('a bundle that a running hub is told to apply', () => {
  it('keeps nobody else waiting, and its caller hears now and then that the hub lives', async () => {
    const folder = newFolder()
    const { after } = realSystem()
    // Signs of life come at once, and all else in its time.
    const system = {
      ...realSystem(),
      after: (ms: number, run: () => void) => after(ms === SIGN_OF_LIFE_EVERY ? 1 : ms, run)
    }
    const running = await started(folder, [], system)
    const file = await ownBundle(running)
    const held = holdTaking(running)
    let heard = () => {}
    const isHeard = new Promise<void>((done) => {
      heard = done
    })
    const answer = answerTo(placeOf(folder), `${JSON.stringify({ order: 'apply', files: [file] })}\n`, heard)
    await held.began
    await isHeard
    expect((await ask(folder, GOAL, 1)).done).toMatch(/^[0-9a-f]{64}$/)
    held.goOn()
    expect(await answer).toMatch(/^ +\{.*\}\n$/)
    expect(JSON.parse(await answer)).toMatchObject({ done: '', files: [{ is: 'read', report: { whole: true } }] })
  })

  it('is given up once a hub stops, and may be applied again', async () => {
    const folder = newFolder()
    const running = await started(folder)
    const file = await ownBundle(running)
    const held = holdTaking(running)
    const given = ask(folder, { order: 'apply', files: [file, file, await ownBundle(running)] }, 1)
    given.catch(() => {})
    await held.began
    const closed = hubs.pop()?.close()
    held.goOn()
    await expect(given).rejects.toMatchObject({
      code: 'H8',
      told: { work: ['applied-in-part'], cause: ['hub-stopped', {}], action: ['order-again'] }
    })
    await closed
    await started(folder)
    expect(await ask(folder, { order: 'apply', files: [file] }, 1)).toMatchObject({ files: [{ is: 'read' }] })
  })

  it('is given up once its caller is gone, and holds up nothing that follows from other work', async () => {
    const folder = newFolder()
    const running = await started(folder)
    const [file, more] = [await ownBundle(running), await ownBundle(running)]
    const held = holdTaking(running)
    const caller = createConnection(placeOf(folder), () =>
      caller.write(`${JSON.stringify({ order: 'apply', files: [file, more] })}\n`)
    )
    await held.began
    const { later } = running.hub.ingest
    expect(later.isBetter).toBe(true)
    caller.destroy()
    // Callers are heard in turn, so that this one's end has been.
    await ask(folder, GOAL, 1)
    held.goOn()
    await expect.poll(() => later.isBetter).toBe(false)
    expect(held.taken).toBe(1)
  })

  it('that goes away half-way says so; where one is missing from the start nothing is tried', async () => {
    const folder = newFolder()
    const running = await started(folder)
    const [file, more, none] = [await ownBundle(running), await ownBundle(running), join(folder, 'none')]
    const held = holdTaking(running)
    await expect(ask(folder, { order: 'apply', files: [file, none] }, 1)).rejects.toMatchObject({
      code: 'F3',
      told: { work: ['nothing-changed'], cause: ['file-unreadable', { file: none, problem: 'it does not exist' }] }
    })
    expect(held.taken).toBe(0)
    const given = ask(folder, { order: 'apply', files: [file, more] }, 1)
    given.catch(() => {})
    await held.began
    rmSync(more)
    held.goOn()
    await expect(given).rejects.toMatchObject({ code: 'F3', told: { work: ['applied-in-part'] } })
    expect(running.hub.ingest.later.isBetter).toBe(false)
  })

  it.skipIf(process.platform === 'win32')('that has no end keeps no hub waiting', async () => {
    const [folder, endless] = [newFolder(), '/dev/zero']
    await started(folder)
    await expect(ask(folder, { order: 'apply', files: [endless] }, 1)).rejects.toMatchObject({
      code: 'F3',
      told: { cause: ['file-unreadable', { file: endless, problem: 'it is no file' }] }
    })
  })
})

/** A file with all that a hub holds itself. */
async function ownBundle({ hub, store }: RunningHub): Promise<string> {
  const side = await hubSideOf(store, hub.identity.hub)
  if (!side) throw new Error('no project')
  const file = join(newFolder(), 'own.understory')
  const { signer, project, title } = side
  const items: BundleItem[] = []
  for await (const item of (await forHubs(side)).items) items.push(item)
  const [part] = await bundleOf(items, { signer, project, title, madeBy: 'a hub' })
  writeFileSync(file, part as Uint8Array)
  return file
}

/** The first segment that is taken waits. */
function holdTaking({ hub: { ingest } }: RunningHub) {
  const held = { taken: 0, began: Promise.resolve(), goOn: () => {} }
  const take = ingest.take.bind(ingest)
  const goesOn = new Promise<void>((done) => {
    held.goOn = done
  })
  held.began = new Promise<void>((began) => {
    ingest.take = async (segment) => {
      held.taken += 1
      began()
      await goesOn
      return take(segment)
    }
  })
  return held
}

describe.skipIf(process.platform === 'win32')('where a hub takes orders', () => {
  it('nobody but its user may enter, and nothing is left when it stops', async () => {
    const folder = newFolder()
    chmodSync(folder, 0o755)
    const place = placeOf(folder)
    mkdirSync(dirname(place), { mode: 0o755 })
    const hub = await started(folder)
    expect([modeOf(dirname(place)), modeOf(place)]).toEqual(['700', '600'])
    await hub.close()
    hubs.pop()
    expect(existsSync(dirname(place))).toBe(false)
  })

  it('what a killed hub has left is no hindrance', async () => {
    const folder = newFolder()
    mkdirSync(dirname(placeOf(folder)))
    writeFileSync(placeOf(folder), '')
    await started(folder)
    expect(statSync(placeOf(folder)).isSocket()).toBe(true)
    expect((await ask(folder, GOAL, 1)).done).toMatch(/^[0-9a-f]{64}$/)
  })

  it('a path too long for a socket gives way to a folder of temporary files, one for each hub', async () => {
    const [one, two] = [0, 1].map(() => join(newFolder(), 'a'.repeat(120))) as [string, string]
    const log: string[] = []
    for (const folder of [one, two]) {
      mkdirSync(folder)
      await started(folder, log)
    }
    expect(placeOf(one)).not.toBe(placeOf(two))
    expect(placesOf(one)).toHaveLength(1)
    expect([modeOf(dirname(placeOf(one))), modeOf(placeOf(one))]).toEqual(['700', '600'])
    await ask(one, GOAL, 1)
    expect(await Promise.all(hubs.map(async (hub) => (await goalsOf(hub)).length))).toEqual([1, 0])
    expect(log.filter((line) => line.includes('takes no orders'))).toEqual([])
  })

  it('a link that somebody has put there is followed by nobody: the hub runs without, and says so', async () => {
    const [folder, elsewhere] = [join(newFolder(), 'a'.repeat(120)), newFolder()]
    mkdirSync(folder)
    const place = placeOf(folder)
    symlinkSync(elsewhere, dirname(place))
    const log: string[] = []
    const hub = await started(folder, log)
    expect(log.filter((line) => line.includes('takes no orders'))).toHaveLength(1)
    expect(existsSync(join(elsewhere, 'socket'))).toBe(false)
    const server = createServer((socket) => void socket.once('data', () => socket.end('{"done":"forged"}\n')))
    await new Promise<void>((listens) => server.listen(join(elsewhere, 'socket'), listens))
    await expect(ask(folder, GOAL, 42)).rejects.toMatchObject({ code: 'H3' })
    await new Promise((closed) => server.close(closed))
    rmSync(dirname(place))
    expect(await goalsOf(hub)).toEqual([])
  })
})
