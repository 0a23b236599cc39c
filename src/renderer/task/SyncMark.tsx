import type { Device } from '../../client/device.ts'
import type { SyncLine } from '../../client/work.ts'
import { useLineWords } from '../app/SyncLine.tsx'
import { Icon } from '../design/Icon.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import styles from './TaskBar.module.css'

/**
 * What the line about the sync says, small enough to stand over an open task: a sign, and how many items wait. It
 * speaks only when asked: whoever writes is not to be interrupted.
 */
export function SyncMark() {
  const device = useDevice()
  const before = lately.get(device)
  // A store that cannot be read is told by whoever keeps the draft.
  const read = useLive((device) => device.line().catch(() => undefined), '', before !== undefined)
  const line = read ?? before
  if (line) lately.set(device, line)
  return line ? <Mark line={line} /> : null
}

/** From task to task it stands there on, and is looked at again once the task can be seen. */
const lately = new WeakMap<Device, SyncLine>()

function Mark({ line }: { line: SyncLine }) {
  const { icon, words, note } = useLineWords(line)
  const { number } = useFormats()
  const isWrong = line.trouble !== undefined || line.turnedAway !== undefined
  const all = note === undefined ? words : `${words} ${note}`
  return (
    <p className={styles.mark} title={all}>
      <Icon name={isWrong ? 'warn' : icon} size={16} />
      <span className="hide">{all}</span>
      {line.items > 0 && <span aria-hidden="true">{number(line.items)}</span>}
    </p>
  )
}
