import { expect } from 'vitest'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import type { Keyring } from '../../src/client/keyring.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { DeviceStore, ItemRow, Table, TaskRow } from '../../src/client/store/store.ts'
import { hexOf } from '../../src/core/bytes.ts'
import { encodeCbor } from '../../src/core/cbor.ts'
import type { TaskKind } from '../../src/core/fact/kinds.ts'
import type { Signer } from '../../src/sync/signer.ts'
import { realSystem, type System } from '../../src/sync/system.ts'
import { FragileStore } from './fragile-store.ts'
import type { RunningHub } from './running-hub.ts'
import { Wire } from './wire.ts'

const TABLES: readonly Table[] = ['settings', 'batches', 'tasks', 'items', 'segments', 'updates']
/** Long enough for a busy machine; what never comes fails by it. */
export const SOON = 20_000
const running: Volunteer[] = []

/** For `afterEach`. */
export async function stopVolunteers(): Promise<void> {
  for (const { store, device } of running.splice(0)) {
    store.refuses = () => false
    store.readsLeft = Number.POSITIVE_INFINITY
    await device.stop()
  }
}

type Parts = {
  readonly system?: System
  readonly store?: DeviceStore
  readonly keys?: Map<string, Signer>
  /** Whether somebody looks at what became of the work, as in the app. */
  readonly looksOn?: boolean
}

/** Somebody with a device, its store, keys and link in the hands of the test. */
export class Volunteer {
  readonly wire = new Wire()
  readonly store: FragileStore
  readonly keys: Map<string, Signer>
  readonly system: System
  private readonly looksOn: boolean
  device: Device

  constructor({ system = realSystem(), store = openMemoryStore(), keys = new Map(), looksOn = false }: Parts = {}) {
    this.system = system
    this.looksOn = looksOn
    this.store = new FragileStore(store)
    this.keys = keys
    this.device = this.newDevice()
    running.push(this)
  }

  /** Lets the device in, and borrows so many replies to write. */
  static async at(hub: Pick<RunningHub, 'invite'>, tasks = 0, parts: Parts = {}): Promise<Volunteer> {
    const volunteer = new Volunteer(parts)
    await volunteer.device.join(await hub.invite())
    await volunteer.device.start()
    await volunteer.device.synced(SOON)
    if (tasks > 0) expect(await volunteer.borrows(tasks)).toBe(tasks)
    return volunteer
  }

  async borrows(count: number, kind: TaskKind = 'assistant_reply'): Promise<number> {
    return (await this.device.checkout({ kinds: [kind], count }, SOON)).count
  }

  /** Writes a reply to the first open task. */
  async writes(text: string, task?: TaskRow): Promise<ItemRow> {
    const { batch, place } = task ?? (await this.device.tasks())[0]!
    return this.device.answer({ task: `${batch}/${place}`, text })
  }

  /** Waits until the hub has confirmed everything. */
  async syncs(): Promise<void> {
    await this.device.start()
    await this.device.synced(SOON)
  }

  /** The program ends and starts again. */
  async restarts(): Promise<void> {
    await this.device.stop()
    this.device = this.newDevice()
  }

  /** Another computer with a copy of this one's folder. */
  async copied(): Promise<Volunteer> {
    const store = openMemoryStore()
    for (const table of TABLES)
      for (const row of await this.rows(table)) await store.transact('strict', (tx) => tx.put(table, row as never))
    return new Volunteer({ store, keys: new Map(this.keys) })
  }

  async rows(table: Table): Promise<unknown[]> {
    return this.store.transact('relaxed', (tx) => tx.list(table))
  }

  /** Whether these words are anywhere in its store, in notes as well. */
  async remembers(words: string): Promise<boolean> {
    const rows = await Promise.all(TABLES.map((table) => this.rows(table)))
    return Buffer.from(encodeCbor(rows)).includes(words)
  }

  async key(): Promise<string> {
    return (await this.device.contact()).device ?? ''
  }

  /** Of each item, in the order of finishing: whether the hub has confirmed it, or else its state. */
  async states(): Promise<string[]> {
    const items = await this.device.items()
    return items.map(({ state }) => (/received|merged|spare/.test(state) ? 'confirmed' : state))
  }

  private newDevice(): Device {
    const { store, system, looksOn } = this
    const connect = (address: string) => this.wire.connect(address)
    return new Device({ store, keyring: keyringOf(this.keys), verify: webVerify(), system, connect, looksOn })
  }
}

const { subtle } = crypto

function keyringOf(keys: Map<string, Signer>): Keyring {
  return {
    async make() {
      const pair = await subtle.generateKey('Ed25519', true, ['sign', 'verify'])
      if (!('privateKey' in pair)) throw new Error('no pair of keys')
      const { privateKey, publicKey } = pair
      const signer: Signer = {
        device: hexOf(new Uint8Array(await subtle.exportKey('raw', publicKey))),
        sign: async (bytes) => new Uint8Array(await subtle.sign('Ed25519', privateKey, new Uint8Array(bytes)))
      }
      keys.set(signer.device, signer)
      return signer
    },
    find: async (device) => keys.get(device)
  }
}
