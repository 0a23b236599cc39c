import { applyBundle, type Taker } from '../../sync/bundle/apply.ts'
import { Refused } from '../../sync/refusal.ts'
import { openersIn, takerFor } from '../bundle.ts'
import { FileUnreadable, mustBeReadable, sourceOf } from '../bundle-file.ts'
import type { Hub } from '../hub.ts'
import { type FileOutcome, reportOf } from './file-report.ts'
import { OrderTrouble } from './trouble.ts'

/**
 * Takes what is new in bundles into a hub. Others are served meanwhile: their turns come between those of the items, and
 * only what follows from anybody's work waits until all files are here.
 *
 * @param folder the hub's, with its keys.
 * @param givenUp nothing more is read then: nobody waits for it any more, or the hub stops.
 * @returns of each file what became of it. @throws {FileUnreadable}, {OrderTrouble} H8, and what the store throws: what
 * was taken before stays, and may be applied again.
 */
export async function applyFiles(
  hub: Hub,
  folder: string,
  files: readonly string[],
  givenUp?: AbortSignal
): Promise<FileOutcome[]> {
  for (const file of files) await mustBeReadable(file)
  const taker = takerFor(hub, openersIn(folder))
  const outcomes = new Map<string, FileOutcome>()
  const allIsHere = hub.ingest.later.hold()
  try {
    // A grant may come in a later file than the work of whom it lets in: until nothing new comes of it.
    for (let again = [...new Set(files)]; again.length > 0; ) {
      let news = 0
      for (const file of again) {
        const now = await applied(file, taker, givenUp)
        if (now.is === 'read') news += now.report.counts.new
        outcomes.set(file, together(outcomes.get(file), now))
      }
      again = news === 0 ? [] : again.filter((file) => lacksMembers(outcomes.get(file)))
    }
  } finally {
    await allIsHere()
  }
  return files.map((file) => outcomes.get(file) as FileOutcome)
}

async function applied(file: string, taker: Taker, givenUp: AbortSignal | undefined): Promise<FileOutcome> {
  const unlessGivenUp = () => {
    if (givenUp?.aborted) throw new OrderTrouble('H8')
  }
  try {
    return { is: 'read', report: reportOf(await applyBundle(sourceOf(file, unlessGivenUp), taker.verify, taker)) }
  } catch (cause) {
    if (cause instanceof FileUnreadable) throw new FileUnreadable(file, cause.cause, 'applied-in-part')
    if (!(cause instanceof Refused)) throw cause
    return { is: cause.reason === 'newer-version' ? 'newer-version' : 'no-bundle' }
  }
}

function lacksMembers(outcome: FileOutcome | undefined): boolean {
  return outcome?.is === 'read' && outcome.report.refusals.some(({ reason }) => reason === 'unknown-device')
}

/** What was new at the first reading is known at the second. */
function together(before: FileOutcome | undefined, now: FileOutcome): FileOutcome {
  if (before?.is !== 'read' || now.is !== 'read') return now
  const { counts } = before.report
  return { is: 'read', report: { ...now.report, counts: { ...counts, new: counts.new + now.report.counts.new } } }
}
