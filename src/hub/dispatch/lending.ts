import { shuffled } from '../../core/dispatch/shuffle.ts'
import type { Content, VersionId } from '../../core/fact/fact.ts'
import { isReview } from '../../core/fact/kinds.ts'
import type { Need } from '../../core/tree/view.ts'
import { fits } from '../../sync/segment/seal.ts'
import { chance, type System } from '../../sync/system.ts'
import { TERMS_HASH } from '../terms.ts'

/** What a lending says of a task; `target` is empty where there is none. */
export type Task = Pick<Need, 'kind' | 'target' | 'candidates' | 'thread' | 'full' | 'sensitive'>

/** Lends exactly these tasks, in this order. */
export function lendingOf(
  needs: readonly Task[],
  prompts: number,
  head: { device: string; lang: string; at: number; until: number; nonce: Uint8Array },
  system: System
): Content {
  const named = needs.flatMap(({ thread, target, candidates }) => [...thread, target, ...candidates])
  // Prompts are ranked among themselves, below nothing.
  const shown = [...new Set(named)].filter((version) => version !== '')
  const sensitive = sensitiveAmong(shown, needs)
  const tasks = needs.map(({ kind, target, candidates, full }) => ({
    kind,
    ...(full === false && { full }),
    ...(target !== '' && { target: shown.indexOf(target) }),
    ...(candidates.length > 0 && {
      candidates: shuffled(candidates, () => chance(system)).map((id) => shown.indexOf(id))
    })
  }))
  const writing = Array.from({ length: prompts }, () => ({ kind: 'initial_prompt' }))
  const marked = { ...(sensitive.length > 0 && { sensitive }) }
  return { kind: 'lending', v: 1, ...head, guidelines: TERMS_HASH, shown, ...marked, tasks: [...tasks, ...writing] }
}

/**
 * [SE3] Places of those that may be hard to read; of none that the batch asks to review, in whichever of its tasks it
 * stands: the reviewer would know beforehand what others found.
 */
function sensitiveAmong(shown: readonly VersionId[], needs: readonly Task[]): number[] {
  const found = new Set(needs.flatMap(({ sensitive = [] }) => sensitive))
  for (const { kind, target } of needs) if (isReview(kind)) found.delete(target)
  return shown.flatMap((version, at) => (found.has(version) ? [at] : []))
}

/** A lending travels in one segment: fewer tasks if their threads name too many messages. */
export function thatFits(
  tasks: readonly Task[],
  prompts: number,
  make: (tasks: readonly Task[], prompts: number) => Content
): Content | undefined {
  for (let count = tasks.length; count + prompts > 0; count = Math.floor(count * 0.8)) {
    const content = make(tasks.slice(0, count), prompts)
    if (fits(content)) return content
  }
  return undefined
}
