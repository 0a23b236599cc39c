import { useState } from 'react'
import type { ItemsReceipt } from '../../client/receipt-list.ts'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'

/** As many as fit beside the rest. */
const FIRST = 5
/** Digits by which two people find the same segment: one in 4 billion has the same. */
const CODE_LENGTH = 8

/** What hubs have signed for my items, the newest first. */
export function Receipts({ receipts }: { receipts: readonly ItemsReceipt[] }) {
  const { t } = useWords()
  const [most, setMost] = useState(FIRST)
  return (
    <section className={styles.part} aria-labelledby="receipts">
      <h2 id="receipts">{t('sync-receipts')}</h2>
      {receipts.length === 0 && <p className={styles.note}>{t('sync-receipts-none')}</p>}
      <ul className={styles.receipts}>
        {receipts.slice(0, most).map((receipt) => (
          <ReceiptRow key={receipt.segment} {...receipt} />
        ))}
      </ul>
      {receipts.length > most && (
        <Button look="quiet" small onPress={() => setMost(receipts.length)}>
          {t('sync-receipts-more', { count: receipts.length - most })}
        </Button>
      )}
    </section>
  )
}

function ReceiptRow({ segment, stamp, items, states }: ItemsReceipt) {
  const { t, lang } = useWords()
  const { when } = useFormats()
  const parts = states.map(({ state, count }) => t(`work-count-${state}`, { count }))
  const list = new Intl.ListFormat(lang, { type: 'unit', style: 'narrow' })
  return (
    <li>
      <Icon name="received" />
      <div>
        <p>
          <b>{t('sync-receipt', { count: items })}</b> {list.format(parts)}
        </p>
        <p className={styles.note}>
          {t('sync-receipt-note', { when: when(stamp) })}{' '}
          <bdi dir="ltr" className={styles.code}>
            {segment.slice(0, CODE_LENGTH)}
          </bdi>
        </p>
      </div>
    </li>
  )
}
