import { compareText } from '../core/bytes.ts'
import type { DeviceKey } from '../core/fact/fact.ts'
import type { HubWord, SegmentRow } from './store/store.ts'

/*
 * [RC3] What hubs said of a segment is kept by hub: their clocks are not one, so a stamp tells which of two words of the
 * same hub is the later, and nothing of another hub's.
 */

/** @param hub undefined: one that does not say who it is. */
export function wordOf(row: SegmentRow, hub: DeviceKey | undefined): HubWord | undefined {
  return wordsOf(row).find((word) => word.hub === hub)
}

/**
 * @param home the hub whose word is shown, if there is one of it.
 * @returns undefined: the word is no news.
 */
export function withWord(row: SegmentRow, word: HubWord, home: DeviceKey | undefined): SegmentRow | undefined {
  const before = wordOf(row, word.hub)
  if (before && before.stamp >= word.stamp) return undefined
  // Whose word an earlier version kept is not known: it counts until the hub at hand has said something.
  const isOutdone = ({ hub }: HubWord) => hub === word.hub || (hub === undefined && word.hub === home)
  return showing(row, [...wordsOf(row).filter((each) => !isOutdone(each)), word], home)
}

/** @returns the row with what another copy of it was told besides; undefined: that is no news. */
export function withWordsOf(row: SegmentRow, copy: SegmentRow, home: DeviceKey | undefined): SegmentRow | undefined {
  let changed: SegmentRow | undefined
  for (const word of wordsOf(copy)) changed = withWord(changed ?? row, word, home) ?? changed
  return changed
}

/** @returns undefined: what is shown at this hub is shown already. */
export function shownAt(row: SegmentRow, hub: DeviceKey | undefined): SegmentRow | undefined {
  const shown = showing(row, wordsOf(row), hub)
  return shown.receipt === row.receipt ? undefined : shown
}

/**
 * [EX4] This hub lacks the segment. If it has said anything of it, that was an older state; and what others said is no
 * answer while the segment is on its way to this one.
 * @returns undefined: nothing was said or shown.
 */
export function lackedBy(row: SegmentRow, hub: DeviceKey | undefined): SegmentRow | undefined {
  if (!row.receipt && !wordOf(row, hub)) return undefined
  const words = wordsOf(row).filter((word) => word.hub !== hub && word.hub !== undefined)
  return rowWith(row, undefined, words)
}

/** @returns undefined: this hub has said nothing of it. */
export function wordForgotten(row: SegmentRow, hub: DeviceKey | undefined): SegmentRow | undefined {
  if (!wordOf(row, hub)) return undefined
  return showing(
    row,
    wordsOf(row).filter((word) => word.hub !== hub),
    hub
  )
}

function showing(row: SegmentRow, words: readonly HubWord[], home: DeviceKey | undefined): SegmentRow {
  const sorted = [...words].sort((a, b) => compareText(a.hub ?? '', b.hub ?? ''))
  const ofHome = home === undefined ? undefined : sorted.find(({ hub }) => hub === home)
  const shown = ofHome ?? sorted.reduce<HubWord | undefined>((a, b) => (a && a.stamp >= b.stamp ? a : b), undefined)
  return rowWith(
    row,
    shown,
    sorted.filter((word) => word !== shown)
  )
}

function rowWith(row: SegmentRow, receipt: HubWord | undefined, others: readonly HubWord[]): SegmentRow {
  const { receipt: _, others: __, ...rest } = row
  return { ...rest, ...(receipt && { receipt }), ...(others.length > 0 && { others }) }
}

function wordsOf({ receipt, others = [] }: SegmentRow): readonly HubWord[] {
  return receipt ? [receipt, ...others] : others
}
