import { lazy, Suspense, useState } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './Aside.module.css'

// Few look at it, and then by their own wish.
const Aside = lazy(async () => ({ default: (await import('./Aside.tsx')).Aside }))

/** Leads to the map of the conversation, and to the notes that only this person sees. */
export function AsideButton({ task }: { task: TaskRow }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" small icon="pin" onPress={() => setOpen(true)}>
        <span className={styles.word}>{t('aside-open')}</span>
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Aside task={task} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
