import { lazy, Suspense, useEffect, useState } from 'react'
import { Redirect, useSearch } from 'wouter'
import { isBallot, isReview } from '../../core/fact/kinds.ts'
import { remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useWords } from '../words/words.tsx'
import { askedName } from './RoundOffer.tsx'
import { RoundView } from './RoundView.tsx'
import { isRoundKind, loadRound, type Round, type RoundKind } from './rounds.ts'

const JudgeWork = lazy(async () => ({ default: (await import('../task/judge/JudgeWork.tsx')).JudgeWork }))
const RankWork = lazy(async () => ({ default: (await import('../task/rank/RankWork.tsx')).RankWork }))
const WriteWork = lazy(async () => ({ default: (await import('../task/write/WriteWork.tsx')).WriteWork }))

/** The screen as its address names it: /round/assistant_reply?then=/task/… */
export function RoundRoute({ kind }: { kind: string }) {
  const then = new URLSearchParams(useSearch()).get('then') ?? undefined
  if (!isRoundKind(kind)) return <Redirect to="/" />
  // It goes on to work and nowhere else.
  return <RoundScreen kind={kind} then={/^\/(task|triage)\//.test(then ?? '') ? then : undefined} />
}

/**
 * A round for practice of a kind of task: the very parts of the real one around an example, then what experienced people
 * say of it. It knows no device, so nothing of it can be kept or sent.
 *
 * @param then where to go on; absent: Today.
 */
function RoundScreen({ kind, then = '/' }: { kind: RoundKind; then?: string | undefined }) {
  const { lang } = useWords()
  const [round, setRound] = useState<Round>()
  const [cause, setCause] = useState<unknown>()
  const [times, setTimes] = useState(0)
  const asked = askedName(useOwn('rounds'), kind)
  useEffect(() => {
    let current = true
    loadRound(kind, lang).then((read) => current && setRound(read), setCause)
    return () => {
      current = false
    }
  }, [kind, lang])
  if (cause !== undefined) throw cause
  if (round?.task.kind !== kind) return null
  const Part = isReview(kind) ? JudgeWork : isBallot(kind) ? RankWork : WriteWork
  return (
    <Suspense fallback={null}>
      <RoundView
        // Once more is from the beginning.
        key={`${round.task.lang} ${times}`}
        round={round}
        Part={Part}
        then={then}
        onAgain={() => setTimes(times + 1)}
        onLooked={() => remember(asked, 'done')}
      />
    </Suspense>
  )
}
