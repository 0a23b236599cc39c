import { useDevice, useLive } from '../project/device.tsx'
import { SyncView } from './SyncView.tsx'
import { readSync } from './sync-now.ts'

/** The sync centre: what waits and what it costs, how far the project is reached, by which roads, and what came of it. */
export function SyncScreen() {
  const device = useDevice()
  const now = useLive(readSync)
  if (!now) return <SyncView state="loading" />
  // What is in the way is told by the line of this very reading.
  const unless = (deed: Promise<void>) => void deed.catch(() => {})
  const { crossing } = device
  return (
    <SyncView
      state="there"
      {...now}
      onSync={() => unless(crossing.once())}
      onPause={() => unless(crossing.pause())}
      onTry={() => (now.line.connected ? device.wake() : unless(device.restart()))}
      onMetered={(metered) => unless(crossing.setMetered(metered))}
      onPrice={(price) => unless(crossing.setPrice(price))}
    />
  )
}
