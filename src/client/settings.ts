import type { DeviceKey } from '../core/fact/fact.ts'
import type { Goal } from '../core/progress/goal.ts'
import type { ControlFields } from '../sync/link/control.ts'
import type { ProjectId } from '../sync/segment/segment.ts'
import type { Left, Mended, Will } from './journal/rows.ts'
import type { ReadTx, StoreTx } from './store/store.ts'

/** Bytes a second, up and down. */
export type Rates = { readonly up?: number; readonly down?: number }

/** What 1,000,000 bytes cost, and in what money, as the person spells it. */
export type Price = { readonly amount: number; readonly money: string }

/** What a device remembers about itself and its project; one row each. */
export type Settings = {
  readonly project: ProjectId
  /** `http://host:port` of the hub. */
  readonly address: string
  /** Until the hub has let the device in. */
  readonly invite: string
  readonly name: string
  /** The key in use. */
  readonly device: DeviceKey
  /** [JN8] The key that took the place of a lost one without a will, until a hub has let it in. */
  readonly stranger: DeviceKey
  /** Keys used before it, oldest first: their chains stay this device's own. */
  readonly before: readonly DeviceKey[]
  /** Keys whose receipts and lendings count. */
  readonly hubs: readonly DeviceKey[]
  /** What the project is called. */
  readonly title: string
  /** Hash of the terms, and their words. */
  readonly terms: string
  readonly words: string
  /** Segments that prove membership to a hub that lost it. */
  readonly credentials: readonly Uint8Array[]
  /** By hub: stamp of the newest receipt that came over a link with it. One that does not say who it is has the key ''. */
  readonly heard: Readonly<Record<DeviceKey, number>>
  /** The hub that last let this device in: what it says of the work is what is shown. */
  readonly hub: DeviceKey
  /** Languages whose notes were opened here. */
  readonly notes: readonly string[]
  /** By document: how many of its updates on disk the hub was shown to hold. */
  readonly notesHeld: Readonly<Record<string, number>>
  /** Place of the next item in the order of finishing. */
  readonly order: number
  /** Milliseconds since 1970 when a hub last answered. */
  readonly contact: number
  /** Bytes a second of the last link: by these a transfer is estimated before it begins. */
  readonly rates: Rates
  /** Syncs only on wish: this network costs by the byte. */
  readonly metered: boolean
  readonly price: Price
  /** What this person wants to do on a day. */
  readonly goal: Goal
  /** [PR1] What a hub last told of how the project goes; `came` in milliseconds since 1970. */
  readonly standing: ControlFields<'standing'> & { readonly came: number }
  /** [JN3] Number of the last transaction that a journal was given. */
  readonly journal: number
  /** [JN7] Names this store: what a journal of another one tells is no later state of it. */
  readonly life: string
  /** [JN10] Names that it had before, the newest last, until a journal tells of the present one. */
  readonly left: readonly Left[]
  /** [JN7] What was mended from the other copy, until it was seen. */
  readonly mended: Mended
  /** [JN8] Holds a secret key: it goes into no backup. */
  readonly will: Will
  /** How the list of projects on this computer shows this one, should that list be gone. */
  readonly listed: { readonly name: string; readonly address: string; readonly practice: boolean }
}

export async function getSetting<K extends keyof Settings>(tx: ReadTx, key: K): Promise<Settings[K] | undefined> {
  return (await tx.get('settings', key))?.value as Settings[K] | undefined
}

export async function setSetting<K extends keyof Settings>(tx: StoreTx, key: K, value: Settings[K]): Promise<void> {
  await tx.put('settings', { key, value })
}
