import { Device } from '../../src/client/device.ts'
import { noble } from '../../src/client/keyring/noble.ts'
import { plainSigner } from '../../src/client/keyring/signer.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import type { Keyring } from '../../src/client/keyring.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { DeviceStore, Rows, Table } from '../../src/client/store/store.ts'
import { hexOf } from '../../src/core/bytes.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { World } from '../../src/hub/examples/world.ts'
import { addInvite, makeSecret } from '../../src/hub/invite.ts'
import { testSigner } from '../../src/sync/examples/key.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import type { Signer } from '../../src/sync/signer.ts'
import { Wires } from './wires.ts'

let bytes = 100

/** Keys in memory, the same in every run. */
export function keys(): Keyring {
  const made = new Map<string, Signer>()
  return {
    async make(secret) {
      const signer = secret ? plainSigner(hexOf(noble.deviceOf(secret)), secret) : await testSigner(bytes++ % 256)
      made.set(signer.device, signer)
      return signer
    },
    async find(device) {
      return made.get(device)
    }
  }
}

/** A hub with its store, the wires to it, and devices; all in one process, with time by hand. */
export class Workshop {
  readonly world: World
  readonly wires: Wires
  private readonly devices: Device[] = []

  static async begin(options: Parameters<typeof World.begin>[0] = {}): Promise<Workshop> {
    return new Workshop(await World.begin(options))
  }

  private constructor(world: World) {
    this.world = world
    this.wires = new Wires(world.hub)
  }

  device(store: DeviceStore = openMemoryStore(), keyring: Keyring = keys()): Device {
    const { system } = this.world
    const device = new Device({ store, keyring, verify: webVerify(), system, connect: this.wires.connect })
    this.devices.push(device)
    return device
  }

  async invite(): Promise<string> {
    const secret = makeSecret(this.world.system)
    await addInvite(this.world.store, secret, 'contributor', this.world.system)
    return writeInvite({ address: 'http://hub.test', project: this.world.hub.project, secret })
  }

  /** Joined, welcomed and syncing. */
  async joined(store?: DeviceStore, keyring?: Keyring): Promise<Device> {
    const device = this.device(store, keyring)
    await device.join(await this.invite())
    await device.start()
    await device.welcomed(3_600_000)
    return device
  }

  /** The hub goes; with its process every link. */
  async hubVanishes(): Promise<void> {
    this.wires.dead = true
    this.wires.cut()
    await this.world.store.close()
  }

  async hubComesBack(): Promise<void> {
    await this.world.start()
    this.wires.hub = this.world.hub
    this.wires.dead = false
  }

  /**
   * Lets time pass until it is so, a second in a few milliseconds: keys sign on threads of their own, and on a busy
   * computer hours would be over before they have.
   */
  async passUntil(so: () => boolean | Promise<boolean>): Promise<void> {
    let next = performance.now()
    await until(async () => {
      if (await so()) return true
      if (performance.now() < next) return false
      next = performance.now() + 4
      this.world.system.pass(1000)
      return false
    })
  }

  async end(): Promise<void> {
    for (const device of this.devices) await device.stop()
    await this.world.store.close()
  }
}

export async function states(device: Device): Promise<string[]> {
  return (await device.items()).map(({ state }) => state)
}

const TABLES: readonly Table[] = ['settings', 'batches', 'tasks', 'items', 'segments', 'updates']

/** What a copied folder holds. */
export async function copyOf(store: DeviceStore): Promise<DeviceStore> {
  const copy = openMemoryStore()
  const rows = await store.transact('relaxed', async (tx) => {
    const all: [Table, Rows[Table]][] = []
    for (const table of TABLES) for (const row of await tx.list(table)) all.push([table, row])
    return all
  })
  await copy.transact('strict', async (tx) => {
    for (const [table, row] of rows) await tx.put(table, row as never)
  })
  return copy
}

/** A store whose writing fails while told so. */
export function fallible(store: DeviceStore, state: { fails: boolean }): DeviceStore {
  return {
    scrub: () => store.scrub(),
    close: () => store.close(),
    transact: (durability, work) =>
      store.transact(durability, async (tx) => {
        const result = await work(tx)
        if (state.fails && durability === 'strict') throw new Error('no space')
        return result
      })
  }
}
