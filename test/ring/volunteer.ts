import { boundIn, FromHub, handedOver, toHandOver } from '../../src/client/bundle.ts'
import { Device } from '../../src/client/device.ts'
import { setSetting } from '../../src/client/settings.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import { type Applied, applyBundle } from '../../src/sync/bundle/apply.ts'
import { openerOf } from '../../src/sync/bundle/lock.ts'
import { listed, repeatable } from '../../src/sync/examples/bundles.ts'
import { testSigner, testVerify } from '../../src/sync/examples/key.ts'
import { manualSystem } from '../../src/sync/manual-system.ts'
import type { Signer } from '../../src/sync/signer.ts'
import { answerTo } from '../answers.ts'
import { fileOf, type QuietHub } from './hub.ts'

/** Somebody who is reached by sticks alone. */
export class StickVolunteer {
  readonly device: Device
  readonly key: number
  readonly signer: Signer
  private readonly parts
  private readonly random = repeatable(7)

  /** Let in by this hub, whose key it knows. */
  static async of(hub: QuietHub, key: number): Promise<StickVolunteer> {
    const volunteer = new StickVolunteer(key, await testSigner(key))
    await hub.grants(volunteer.signer.device, 'contributor')
    await volunteer.parts.store.transact('strict', async (tx) => {
      await setSetting(tx, 'project', hub.hub.project)
      await setSetting(tx, 'device', volunteer.signer.device)
      await setSetting(tx, 'hubs', [hub.signer.device])
    })
    return volunteer
  }

  private constructor(key: number, signer: Signer) {
    this.key = key
    this.signer = signer
    const keyring = { make: () => Promise.reject(new Error('no new key')), find: async () => signer }
    const connect = () => {
      throw new Error('nobody can be called')
    }
    const parts = { keyring, verify: testVerify }
    this.device = new Device({ ...parts, store: openMemoryStore(), system: manualSystem(key), connect })
    this.parts = { ...parts, store: this.device.store }
  }

  /** What it has finished and no hub has confirmed, for the hubs that it knows. */
  async gives(): Promise<Uint8Array> {
    const { store } = this.parts
    const { project, hubs } = await store.transact('relaxed', boundIn)
    const { signer, segments, items } = await toHandOver(this.parts, false)
    const about = { signer, project, title: '', random: this.random, madeBy: 'a device', audience: 'hubs' } as const
    const file = await fileOf(listed(items), { ...about, readers: hubs })
    await handedOver(store, segments, 5)
    return file
  }

  async takes(file: Uint8Array): Promise<Applied> {
    const source = async function* () {
      yield file
    }
    const bound = await this.parts.store.transact('relaxed', boundIn)
    const from = new FromHub(this.parts, bound)
    const openers = [openerOf(this.signer.device, new Uint8Array(32).fill(this.key))]
    const applied = await applyBundle(source, testVerify, {
      ...{ project: bound.project, verify: testVerify, openers },
      take: (item, head) => from.take(item, head)
    })
    await from.done()
    this.device.refresh()
    return applied
  }

  /** Answers all of its tasks. @returns how many. */
  async works(): Promise<number> {
    const tasks = await this.device.tasks()
    for (const { batch, place, kind, lang, candidates } of tasks)
      await this.device.answer(
        answerTo({ task: `${batch}/${place}`, kind, lang, thread: [], candidates }, `${this.key}`)
      )
    return tasks.length
  }

  /** Of each item, in the order of finishing. */
  async states(): Promise<string[]> {
    return (await this.device.items()).map(({ state }) => state)
  }
}
