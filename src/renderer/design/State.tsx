import type { Work } from '../../client/work.ts'
import { useWords } from '../words/words.tsx'
import { Icon, type IconName } from './Icon.tsx'
import styles from './State.module.css'

export type StateName = Work['state']

const ICON_OF: Readonly<Record<StateName, IconName>> = {
  ...{ draft: 'draft', saved: 'saved', waiting: 'waiting', 'handed-over': 'handed', received: 'received' },
  ...{ merged: 'merged', spare: 'merged', returned: 'returned' }
}

/** What became of an item: icon, words and a shape of its own; colour comes last. */
export function State({ name }: { name: StateName }) {
  const { t } = useWords()
  return (
    <span className={styles.state} data-state={name}>
      <Icon name={ICON_OF[name]} size={16} />
      {t(`state-${name}`)}
    </span>
  )
}
