import { rankedPairs } from '../../src/core/consensus/ranked-pairs.ts'

/** A line of `ranked-pairs.jsonl`; null: nothing is written. */
export type Profile = { readonly ballots: readonly (readonly string[])[]; readonly result: readonly string[] | null }

export function isProfile(line: unknown): line is Profile {
  return typeof line === 'object' && line !== null && Array.isArray((line as Profile).ballots)
}

export function judgeProfile({ ballots, result }: Profile): string[] {
  const is = rankedPairs(ballots) ?? null
  return JSON.stringify(is) === JSON.stringify(result)
    ? []
    : [`the consensus is ${JSON.stringify(is)}, not ${JSON.stringify(result)}`]
}
