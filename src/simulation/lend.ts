import { shuffled } from '../core/dispatch/shuffle.ts'
import type { DeviceKey, Fact } from '../core/fact/fact.ts'
import type { Need } from '../core/tree/view.ts'
import { decide, type Hub } from './hub.ts'

/** What somebody who is in contact would take, and the minutes that they have. */
export type Wanted = { readonly count: number; readonly minutes: number }

export type Lendable = Pick<Need, 'kind' | 'candidates' | 'thread' | 'full'> & { readonly target?: string | undefined }

/** Signs a lending of the hub to a person's first device, candidates in an order of chance. */
export function lend(
  hub: Hub,
  device: DeviceKey,
  lang: string,
  needs: readonly Lendable[],
  prompts: number,
  { at, until }: { readonly at: number; readonly until: number }
): Fact {
  const all = needs.flatMap(({ thread, target, candidates }) => [...thread, target, ...candidates])
  const shown = [...new Set(all)].filter((id) => id !== undefined)
  const tasks = needs.map(({ kind, target, candidates, full }) => ({
    kind,
    ...(target !== undefined && { target: shown.indexOf(target) }),
    ...(candidates.length > 0 && {
      candidates: shuffled(candidates, hub.chance.next).map((id) => shown.indexOf(id))
    }),
    ...(full !== undefined && { full })
  }))
  const writing = Array.from({ length: prompts }, () => ({ kind: 'initial_prompt' }))
  const nonce = Uint8Array.from({ length: 8 }, () => hub.chance.below(256))
  const content = { kind: 'lending', v: 1, device, until, at, nonce, lang, shown, tasks: [...tasks, ...writing] }
  return decide(hub, content)
}
