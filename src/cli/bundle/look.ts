import { webVerify } from '../../client/keyring/verify.ts'
import { sourceOf } from '../../hub/bundle-file.ts'
import { reportOf } from '../../hub/orders/file-report.ts'
import { type Applied, applyBundle } from '../../sync/bundle/apply.ts'
import { Refused } from '../../sync/refusal.ts'
import { DoneInPart } from '../trouble.ts'
import type { Values } from './flags.ts'
import { counted, faultsOf, notRead, reportLine, shown } from './words.ts'

/** Says what is in bundles; changes nothing. */
export async function look(files: readonly string[], values: Values): Promise<void> {
  let damaged = 0
  const verify = webVerify()
  for (const file of files) {
    const looked = await looking(file, () => applyBundle(sourceOf(file), verify, undefined))
    if (!looked?.whole) damaged += 1
    if (!looked) continue
    const { kinds: all, head, last, whole, cover } = looked
    const report = reportOf(looked)
    // Files hold no words about logs: hubs that call one another say these.
    const { log: _, ...kinds } = all
    if (values.json) {
      const { taken: ____, known: __, for_others: ___, ...line } = reportLine(file, report)
      process.stdout.write(`${JSON.stringify({ ...line, holds: kinds })}\n`)
    } else {
      if (cover !== undefined) process.stdout.write(`${shown(cover)}`)
      const holds = Object.entries(kinds).map(([kind, count]) => counted(count, kind === 'batch' ? 'batch part' : kind))
      process.stdout.write(
        `${file}: part ${head.part}${last ? ', the last' : ''}, ${holds.join(', ')}; ${whole ? 'undamaged' : 'damaged'}.\n`
      )
    }
    for (const line of faultsOf(file, report)) process.stderr.write(`${line}\n`)
  }
  if (damaged > 0) throw new DoneInPart(`${counted(damaged, 'file')} damaged, or no bundle`)
}

/** @returns undefined where the file is no bundle that this version reads, which has been said. */
export async function looking(file: string, work: () => Promise<Applied>): Promise<Applied | undefined> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause
    process.stderr.write(`${notRead(file, cause.reason === 'newer-version')}\n`)
    return undefined
  }
}
