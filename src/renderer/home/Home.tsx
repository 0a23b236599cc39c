import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { doneIn } from '../work/summary.ts'
import { HomeView, type HomeViewProps } from './HomeView.tsx'
import { openBatches, receivedCount, waitingForMe, whyEmpty } from './today.ts'

/** Today: what there is to do, what came back, and where the sync stands. */
export function Home() {
  return <HomeView {...useHome()} />
}

function useHome(): HomeViewProps {
  const device = useDevice()
  const { project } = useOpened()
  const { hub, hubFailed } = useProjects()
  const live = useLive(async (from) => ({
    batches: await from.batches(),
    work: doneIn(await from.work()),
    line: await from.line()
  }))
  if (!live) return { state: 'loading' }
  const { batches, work, line } = live
  const [first, ...others] = openBatches(batches)
  const ownHub = hub?.project === project.id ? hub : undefined
  const received = receivedCount(work)
  const page = {
    waiting: waitingForMe(work),
    sync: { line, received, onTryNow: () => device.wake() },
    ...(project.practice && { practice: { ...(ownHub && { hub: ownHub }), ...(hubFailed && { failed: hubFailed }) } })
  }
  if (first) return { state: 'open', first, others, ...page }
  const merged = work.filter(({ state }) => state === 'merged').length
  const finished = work.filter(({ state }) => state !== 'draft').length
  return {
    state: 'empty',
    why: whyEmpty(line, batches.length),
    grown: { merged, received, here: finished - received },
    ...page
  }
}
