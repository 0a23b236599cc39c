import type { ReactNode } from 'react'
import type { LentMessage } from '../../client/store/store.ts'
import { useLive } from '../project/device.tsx'
import { Veil, type Why } from './Veil.tsx'
import { warns } from './warning.ts'

type Of<T> = {
  /** Messages of others: whatever covers one of them covers all that is shown of them together. */
  readonly of: readonly LentMessage[]
  readonly children: T
}

/** What shows messages of others, covered until somebody wants to see it if any of them is to be. */
export function Cover({ of, children }: Of<ReactNode>) {
  return <Covering of={of}>{(why) => (why ? <Veil why={why}>{children}</Veil> : children)}</Covering>
}

/** Tells what shows messages of others why they are covered at first; undefined: they are not. */
export function Covering({ of, children }: Of<(why: Why | undefined) => ReactNode>) {
  const ids = of.flatMap(({ id }) => id ?? [])
  // What has no name cannot be reported, and stands where there is no device: in practice rounds.
  return ids.length === 0 ? children(whyOf(of)) : <Reportable {...{ ids, of, children }} />
}

function Reportable(props: Of<(why: Why | undefined) => ReactNode> & { readonly ids: readonly string[] }) {
  const { ids, of, children } = props
  const isReported = useLive(async (from) => {
    const reported = await from.reported()
    return ids.some((id) => reported.has(id))
  }, ids.join(' '))
  return children(isReported ? 'reported' : whyOf(of))
}

function whyOf(messages: readonly LentMessage[]): Why | undefined {
  // What was erased is not there to be covered.
  const there = messages.filter(({ text }) => text !== null)
  if (there.some(({ sensitive }) => sensitive)) return 'sensitive'
  return there.some(({ text }) => warns(text ?? '')) ? 'warns' : undefined
}
