import * as v from 'valibot'
import type { Applied } from '../../sync/bundle/apply.ts'
import { REFUSAL_REASONS } from '../../sync/refusal.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Kind = v.picklist(['segment', 'receipt', 'batch', 'log'])

const ReportShape = v.strictObject({
  head: v.strictObject({
    project: v.string(),
    maker: v.string(),
    made: v.number(),
    part: v.number(),
    audience: v.picklist(['hubs', 'devices']),
    sealed: v.boolean()
  }),
  /** Nothing of it was tried. */
  refused: v.exactOptional(v.picklist(['wrong-project', 'not-opened'])),
  counts: v.strictObject({ new: Count, known: Count, 'not-ours': Count }),
  refusals: v.array(v.strictObject({ number: v.number(), kind: Kind, reason: v.picklist(REFUSAL_REASONS) })),
  damage: v.array(
    v.strictObject({
      is: v.literal('damaged'),
      what: v.picklist(['cover', 'head', 'items', 'end', 'cut', 'stray']),
      at: v.number(),
      from: v.exactOptional(v.number()),
      to: v.exactOptional(v.number()),
      kind: v.exactOptional(Kind)
    })
  ),
  unknown: Count,
  whole: v.boolean(),
  last: v.exactOptional(v.boolean())
})

/** What became of a bundle's file, as it is told to people and programs. */
export type FileReport = v.InferOutput<typeof ReportShape>

/** The same as it crosses to the program that gave the order, or why the file is no bundle for this version. */
export const FileOutcomeShape = v.variant('is', [
  v.strictObject({ is: v.literal('read'), report: ReportShape }),
  v.strictObject({ is: v.literal('no-bundle') }),
  v.strictObject({ is: v.literal('newer-version') })
])
export type FileOutcome = v.InferOutput<typeof FileOutcomeShape>

export function reportOf({ head, refused, counts, refusals, damage, unknown, whole, last }: Applied): FileReport {
  const { project, maker, made, part, audience, seal } = head
  return {
    head: { project, maker, made, part, audience, sealed: seal !== undefined },
    ...(refused && { refused }),
    counts: { ...counts },
    refusals: [...refusals],
    damage: [...damage],
    unknown,
    whole,
    ...(last !== undefined && { last })
  }
}
