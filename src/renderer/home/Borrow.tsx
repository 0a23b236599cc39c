import { useEffect, useMemo, useRef, useState } from 'react'
import { useSearch } from 'wouter'
import { NotHere } from '../../client/errors.ts'
import { paceOf } from '../../core/progress/pace.ts'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { MINE, readMine, taskLanguages } from '../welcome/my-languages.ts'
import { nameIn, ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { placeOf } from './BatchCard.tsx'
import { BorrowView, type BorrowViewProps } from './BorrowView.tsx'
import { costOf, countFor } from './cost.ts'
import { openBatches } from './today.ts'
import { COUNTS, knownTags, languagesToOffer, otherWishes, readWish, TIMES, type Wish, writeWish } from './wish.ts'

/** A link that answers at all answers in this time; a slow one may take it twice, to ask and to fetch. */
const PATIENCE = 20_000

/** Get tasks: asks the hub for work of the wished language and kinds. */
export function Borrow() {
  return <BorrowView {...useBorrow()} />
}

type Outcome =
  | { readonly state: 'form'; readonly after?: 'stopped' | 'answered' }
  | { readonly state: 'fetching'; readonly wish: Wish; readonly since: number }
  | { readonly state: 'done'; readonly wish: Wish; readonly count: number; readonly batch: string }
  | { readonly state: 'nothing'; readonly wish: Wish }
  | { readonly state: 'wrong'; readonly wish: Wish; readonly cause: unknown }

function useBorrow(): BorrowViewProps {
  const { lang: ui } = useWords()
  const device = useDevice()
  const batches = useLive((from) => from.batches())
  const line = useLive((from) => from.line())
  const known = useLive(async (from) => ({ pace: paceOf(await from.done()), rates: await from.rates() }))
  const remembered = useOwn('wish')
  const refused = useOwn('refusal')
  const mine = readMine(recall(useOwn(MINE)))
  const asks = new URLSearchParams(useSearch())
  const [wish, setWish] = useState(() => wishFor(asks, readWish(recall(remembered), taskLanguages(mine, ui))))
  const [outcome, setOutcome] = useState<Outcome>({ state: 'form' })
  const tags = useMemo(() => knownTags(new Intl.DisplayNames([ui], { type: 'language', fallback: 'none' })), [ui])
  /** Of several asked in turn, and some given up, the last one counts. */
  const asked = useRef(0)
  useEffect(
    () => () => {
      asked.current += 1
    },
    []
  )

  const ask = async (next: Wish) => {
    asked.current += 1
    const mine = asked.current
    const tell = (end: Outcome) => mine === asked.current && setOutcome(end)
    setWish(next)
    remember(remembered, writeWish(next))
    setOutcome({ state: 'fetching', wish: next, since: Date.now() })
    try {
      const { count, batch } = await device.checkout(next, PATIENCE)
      remember(refused, batch === undefined ? JSON.stringify({ at: Date.now(), langs: next.langs }) : '')
      tell(batch === undefined ? { state: 'nothing', wish: next } : { state: 'done', wish: next, count, batch })
    } catch (cause) {
      tell({ state: 'wrong', wish: next, cause })
    }
  }
  const toForm = (after: 'stopped' | 'answered') => {
    asked.current += 1
    setOutcome({ state: 'form', after })
  }

  if (!batches || !line || !known) return { state: 'loading' }
  const { pace, rates } = known
  switch (outcome.state) {
    case 'form': {
      const here = batches.flatMap(({ tasks }) => tasks.slice(0, 1).map(({ lang }) => lang))
      const nameOf = (tag: string) => ({ own: ownName(tag), name: nameIn(ui, tag) })
      const languages = languagesToOffer(
        here,
        [...(mine ?? []).map(({ tag }) => tag), ...navigator.languages],
        tags,
        nameOf
      )
      // Who came with a time has said how much; it is asked for so that it fills the time.
      const count = asks.has('minutes') && wish.minutes ? countFor(wish.minutes, wish.kinds, pace, COUNTS) : wish.count
      const cost = (some: Wish) => costOf(some, pace, batches, rates)
      return { ...outcome, wish: { ...wish, count }, languages, cost, onAsk: (next) => void ask(next) }
    }
    case 'fetching':
      return { ...outcome, isLent: line.fetching, patience: PATIENCE, onStop: () => toForm('stopped') }
    case 'done': {
      const [first] = batches.find(({ id }) => id === outcome.batch)?.tasks ?? []
      if (!first) return { state: 'loading' }
      return { ...outcome, lang: first.lang, first: placeOf(first), onMore: () => toForm('answered') }
    }
    case 'nothing':
      return {
        ...outcome,
        others: otherWishes(outcome.wish),
        onAsk: (next) => void ask(next),
        onChange: () => toForm('answered')
      }
    case 'wrong': {
      const { cause } = outcome
      const isOther = cause instanceof NotHere && cause.what === 'not-joined' && line.joined
      const open = openBatches(batches).flatMap(({ left }) => left)
      const here = open.reduce((sum, { count }) => sum + count, 0)
      return {
        ...outcome,
        ...(isOther ? { why: 'other-window' } : { why: 'told' }),
        here,
        onAgain: () => void ask(outcome.wish),
        onChange: () => toForm('answered')
      }
    }
  }
}

/** What an address asks for beside what was wished last: `?minutes=20`, or `?wider` after a refusal. */
function wishFor(asks: URLSearchParams, last: Wish): Wish {
  const minutes = TIMES.find((time) => String(time) === asks.get('minutes'))
  const [wider] = asks.has('wider') ? otherWishes(last) : []
  return { ...(wider?.wish ?? last), ...(minutes !== undefined && { minutes }) }
}
