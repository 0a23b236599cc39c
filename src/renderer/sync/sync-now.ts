import type { Device } from '../../client/device.ts'
import type { ItemsReceipt } from '../../client/receipt-list.ts'
import type { Price } from '../../client/settings.ts'
import type { Reach } from '../../client/sync/roads.ts'
import type { Transfer } from '../../client/sync/transfer.ts'
import type { SyncLine, Work } from '../../client/work.ts'
import { doneIn, STATES } from '../work/summary.ts'

/** Where the sync stands, as one reading. */
export type SyncNow = {
  readonly line: SyncLine
  readonly reach: Reach
  readonly transfer: Transfer
  readonly metered: boolean
  readonly price?: Price
  /** Every state, in the order of a life, also those that nothing is in. */
  readonly states: readonly { readonly state: Work['state']; readonly count: number }[]
  readonly receipts: readonly ItemsReceipt[]
  /** Items in bundles on their way, and when the last went into one: milliseconds since 1970. */
  readonly handed?: { readonly count: number; readonly when: number }
}

export async function readSync(device: Device): Promise<SyncNow> {
  const { crossing } = device
  const [line, transfer, bySelf, price, work, items, receipts] = await Promise.all([
    device.line(),
    crossing.transfer(),
    crossing.bySelf(),
    crossing.price(),
    device.work(),
    device.items(),
    device.receipts()
  ])
  const done = doneIn(work)
  const handed = items.filter(({ state }) => state === 'handed-over')
  return {
    ...{ line, transfer, reach: crossing.reach(), metered: !bySelf, receipts },
    ...(price && { price }),
    states: STATES.map((state) => ({ state, count: done.filter((each) => each.state === state).length })),
    ...(handed.length > 0 && {
      handed: { count: handed.length, when: Math.max(...handed.map((item) => item.handed ?? 0)) }
    })
  }
}

/** What one button does about the link. */
export type LinkDeed = 'sync' | 'pause' | 'try' | 'again'

/**
 * `sync`: nothing crosses before the person says so. `pause`: something does, or may at any moment. `try`: no hub answers,
 * so the next attempt need not be waited for. `again`: something is wrong that a new beginning may mend.
 *
 * @returns undefined while another window does it.
 */
export function deedsOf(line: SyncLine): readonly LinkDeed[] {
  if (line.trouble !== undefined || line.turnedAway !== undefined) return ['again']
  if (line.paused) return ['sync']
  if (!line.syncing) return []
  return line.connected ? ['pause'] : ['try', 'pause']
}

/** What so many bytes cost, in the person's money. */
export function costOf(bytes: number, { amount }: Price): number {
  return (bytes / 1_000_000) * amount
}

/** An amount as people write it: with a comma or a point, in the digits of their script. */
export function readAmount(text: string): number | undefined {
  const digits = text
    .trim()
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[,\u066b]/, '.')
  return /^\d{1,9}(\.\d{0,6})?$/.test(digits) ? Number(digits) : undefined
}

/** Digits of a script stand ten in a row, 0 first. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return code - zero
}
