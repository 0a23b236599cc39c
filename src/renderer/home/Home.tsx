import { useEffect, useState } from 'react'
import type { Device } from '../../client/device.ts'
import type { Batch } from '../../client/work.ts'
import { estimate, type Pace, paceOf } from '../../core/progress/pace.ts'
import { daysHere } from '../goals/days-here.ts'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { endFirstLook, firstLook, isFirstLook, skipFirstLook } from '../project/first-look.ts'
import { useProjects } from '../project/projects.tsx'
import { doneIn } from '../work/summary.ts'
import { HomeView, type HomeViewProps } from './HomeView.tsx'
import { openIn, readRefusal, whyNothing } from './nothing.ts'
import { type OpenBatch, openBatches, receivedCount, waitingForMe } from './today.ts'

/** Today: what there is to do, what came back, and where the sync stands. */
export function Home() {
  return <HomeView {...useHome()} />
}

function useHome(): HomeViewProps {
  const device = useDevice()
  const { project } = useOpened()
  const { hub, hubFailed } = useProjects()
  const refusal = useOwn('refusal')
  const soonest = useOwn(`soonest-${project.id}`)
  const all = useLive(async (from) => {
    if (recall(soonest)) await firstLook
    return from.batches()
  })
  const early = useLive(async (from) => (all ? [] : readEarly(from, recall(soonest))), String(all === undefined))
  const batches = all ?? early ?? []
  const [first, ...others] = openBatches(batches)
  // The first batch waits for nothing else: with thousands of items the rest takes many times as long.
  const isDrawn = useDrawn(all !== undefined || first !== undefined)
  useEndsFirstLook(first !== undefined, early !== undefined)
  const firstId = first?.id
  useEffect(() => {
    if (all) remember(soonest, firstId ?? '')
  }, [all, soonest, firstId])
  const live = useLive(async (from) => (isDrawn ? readRest(from) : undefined), String(isDrawn))
  const timeBy =
    (pace: Pace) =>
    ({ id }: OpenBatch) =>
      estimate(
        pace,
        batches.flatMap((batch) => (batch.id === id ? batch.tasks.filter(({ is }) => is === 'open') : []))
      )
  if (!live || !all)
    return first ? { state: 'open', first, others, usual: timeBy(paceOf([]))(first) } : { state: 'loading' }
  const { work, line, done, goal, told, paused } = live
  const ownHub = hub?.project === project.id ? hub : undefined
  const received = receivedCount(work)
  const pace = paceOf(done)
  const onTryNow = () => device.wake()
  const below = () => ({
    waiting: waitingForMe(work),
    sync: { line, received, onTryNow },
    ...{ batches, pace, goal: { days: daysHere(done), goal } },
    ...(project.practice && { practice: { ...(ownHub && { hub: ownHub }), ...(hubFailed && { failed: hubFailed }) } })
  })
  if (first) return { state: 'open', first, others, rest: { timeOf: timeBy(pace), below } }
  const count = (state: string) => work.filter((each) => each.state === state).length
  const finished = work.filter(({ state }) => state !== 'draft').length
  const here = {
    line,
    paused,
    batches: batches.length,
    returned: count('returned'),
    refusal: readRefusal(recall(refusal))
  }
  const nothing = whyNothing(here, Date.now())
  const open = nothing.why === 'no-work' && told ? openIn(told, nothing.langs) : undefined
  return {
    ...{ state: 'empty', nothing },
    ...(open !== undefined && { open }),
    grown: { merged: count('merged'), received, here: finished - received },
    mendPath: `/work?item=${work.find(({ state }) => state === 'returned')?.id ?? ''}`,
    // What is in the way of a start is told by the line.
    onSync: nothing.act === 'sync' ? () => void device.crossing.once().catch(() => {}) : onTryNow,
    below: () => ({ ...below(), sync: { line, received, ...(nothing.act !== 'reach' && { onTryNow }) } })
  }
}

/** The batch that stood first when somebody last looked: long before it is known that no other one is more urgent. */
async function readEarly(from: Device, id: string | undefined): Promise<readonly Batch[]> {
  const batch = id && isFirstLook() ? await from.batch(id) : undefined
  return batch ? [batch] : []
}

async function readRest(from: Device) {
  await firstLook
  return {
    work: doneIn(await from.work()),
    line: await from.line(),
    done: await from.done(),
    goal: await from.goal(),
    told: await from.standing(),
    paused: from.crossing.paused
  }
}

function useEndsFirstLook(isFirstHere: boolean, wasLookedFor: boolean): void {
  useEffect(() => {
    if (isFirstHere) endFirstLook()
    else if (wasLookedFor) skipFirstLook()
  }, [isFirstHere, wasLookedFor])
}

/** Whether something was there to be drawn, and was. */
function useDrawn(isThere: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => setDrawn(isThere), [isThere])
  return isDrawn
}
