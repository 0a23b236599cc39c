import { Page } from '../app/Page.tsx'
import { StickPart } from '../copies/StickPart.tsx'
import { useWords } from '../words/words.tsx'
import { CostPart, type CostProps } from './CostPart.tsx'
import { LinkPart, type LinkProps } from './LinkPart.tsx'
import { OtherHub } from './OtherHub.tsx'
import { Reached } from './Reached.tsx'
import { Receipts } from './Receipts.tsx'
import { StatesPart } from './StatesPart.tsx'
import styles from './Sync.module.css'
import type { SyncNow } from './sync-now.ts'

export type SyncViewProps =
  | { readonly state: 'loading' }
  | ({ readonly state: 'there' } & SyncNow & LinkProps & CostProps)

export function SyncView(props: SyncViewProps) {
  const { t } = useWords()
  return (
    <Page title={t('home-sync')}>
      {props.state === 'there' && (
        <div className={styles.sync}>
          <Reached {...props} />
          <div className={styles.column}>
            <LinkPart {...props} />
            <CostPart {...props} />
            <StickPart />
            <section className={styles.part}>
              <h2>{t('sync-other')}</h2>
              <p>{t('sync-other-note')}</p>
              <OtherHub />
            </section>
          </div>
          <div className={styles.column}>
            <StatesPart states={props.states} />
            <Receipts receipts={props.receipts} />
          </div>
        </div>
      )}
    </Page>
  )
}
