import { Page } from '../app/Page.tsx'
import { useWords } from '../words/words.tsx'
import { BackupPart } from './BackupPart.tsx'
import styles from './Copies.module.css'
import { StickPart } from './StickPart.tsx'
import { WhereItIs } from './WhereItIs.tsx'
import { WordsPart } from './WordsPart.tsx'

/** Where the work of this person is, and the files that make more copies of it. */
export function CopiesScreen() {
  const { t } = useWords()
  return (
    <Page title={t('files-title')}>
      <div className={styles.parts}>
        <WhereItIs />
        <BackupPart />
        <StickPart />
        <WordsPart />
      </div>
    </Page>
  )
}
