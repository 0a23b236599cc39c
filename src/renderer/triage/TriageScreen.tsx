import { useDevice } from '../project/device.tsx'
import { SyncMark } from '../task/SyncMark.tsx'
import { Triage } from './Triage.tsx'

/** The judging tasks of a batch as a stack of cards, over the whole window. */
export function TriageScreen({ batch, place }: { batch: string; place: number | undefined }) {
  const device = useDevice()
  return <Triage device={device} batch={batch} place={place} mark={<SyncMark />} />
}
