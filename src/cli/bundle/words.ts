import type { FileReport } from '../../hub/orders/file-report.ts'
import type { Damage } from '../../sync/bundle/read.ts'
import type { RefusalReason } from '../../sync/refusal.ts'

const REASONS: Readonly<Record<RefusalReason, string>> = {
  'unknown-device': 'no member of this project made it; if the bundle has other parts, apply them and then this again',
  'bad-signature': 'its signature does not hold',
  'wrong-project': 'it is of another project',
  'newer-version': 'a later version of Understory made it; update and apply this again',
  malformed: 'it is not what its kind says',
  'too-large': 'it is larger than it may be',
  'too-much': 'it is more than it may be',
  'not-yours': 'it is not its to say'
}

/** What is wrong with a file, one line each. */
export function faultsOf(
  file: string,
  { refusals, damage, unknown }: Pick<FileReport, 'refusals' | 'damage' | 'unknown'>
): string[] {
  return [
    ...damage.map((each) => `${file}: ${damaged(each)}.`),
    ...refusals.map(({ number, kind, reason }) => `${file}: item ${number} (${kind}) was refused: ${REASONS[reason]}.`),
    ...(unknown > 0 ? [`${file}: ${unknown} items were left out: only a later version of Understory knows them.`] : [])
  ]
}

function damaged({ what, at, from = 0, to = from, kind }: Damage): string {
  switch (what) {
    case 'items':
      return from === to
        ? `item ${from}${kind ? ` (${kind})` : ''} is damaged (byte ${at}) and was refused`
        : `items ${from} to ${to} are damaged or missing (byte ${at}) and were refused`
    case 'cover':
      return 'the cover, the text at its beginning, is damaged; the rest stands by itself'
    case 'head':
      return `one of the two heads is damaged (byte ${at}); the other one served`
    case 'end':
      return `the end is damaged (byte ${at}), so whether another part follows is not known`
    case 'cut':
      return `the file ends too early: from item ${from} on nothing is there`
    case 'stray':
      return `there are bytes that belong to nothing (byte ${at})`
  }
}

/** A file that is no bundle, or none for this version. */
export function notRead(file: string, newer: boolean): string {
  return newer
    ? `${file} was made by a later version of Understory. Update it, then try again.`
    : `${file} is no bundle, or both of its heads are damaged. Have it copied or made again.`
}

/** A whole file that was not applied: why, and one thing to do. */
export function refusedWhole(file: string, why: 'wrong-project' | 'not-opened', to: 'hub' | 'device'): string {
  if (why === 'wrong-project')
    return `${file} was not applied. It is a bundle of another project. Apply it to a folder of that project.`
  return to === 'hub'
    ? `${file} was not applied. It is sealed, and no key of this hub opens it. Apply it to the hub that it is for, or have it made again with --open.`
    : `${file} was not applied. It is sealed, and no key of this device opens it.`
}

export function sum({ counts, whole, last, head, damage, refusals }: FileReport): string {
  const parts = [`${counts.new} taken`, `${counts.known} here already`]
  if (counts['not-ours'] > 0) parts.push(`${counts['not-ours']} for others`)
  const lost = refusals.length + damage.filter(({ what }) => what === 'items').length
  if (lost > 0) parts.push(`${lost} refused`)
  const more = last === false ? ` Part ${head.part + 1} belongs to it too.` : ''
  return `${parts.join(', ')}${whole ? '' : '; the file is damaged'}.${more}`
}

export function reportLine(
  file: string,
  { head, counts, refusals, damage, unknown, whole, last, refused }: FileReport
) {
  const { project, maker, made, part, audience, sealed } = head
  return {
    ...{ file, project, maker, made, part, for: audience, sealed, whole },
    ...(last !== undefined && { last }),
    ...(refused && { not_applied: refused }),
    ...{ taken: counts.new, known: counts.known, for_others: counts['not-ours'] },
    refused: refusals.map(({ number, kind, reason }) => ({ item: number, kind, reason })),
    damaged: damage.map(({ is: _, ...where }) => where),
    unknown
  }
}

/** A cover as it may be shown: it comes from outside, and terminals obey control characters. */
export function shown(cover: string): string {
  return cover.replace(/[^\P{C}\n]/gu, '?')
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : what.endsWith('ch') ? 'es' : 's'}`
}
