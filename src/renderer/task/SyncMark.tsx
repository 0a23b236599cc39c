import type { SyncLine } from '../../client/work.ts'
import { useLineWords } from '../app/SyncLine.tsx'
import { Icon } from '../design/Icon.tsx'
import { useLive } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import styles from './TaskBar.module.css'

/**
 * What the line about the sync says, small enough to stand over an open task: a sign, and how many items wait. It
 * speaks only when asked: whoever writes is not to be interrupted.
 */
export function SyncMark() {
  // A store that cannot be read is told by whoever keeps the draft.
  const line = useLive((device) => device.line().catch(() => undefined))
  return line ? <Mark line={line} /> : null
}

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
