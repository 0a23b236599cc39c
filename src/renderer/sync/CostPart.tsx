import { useState } from 'react'
import type { Price } from '../../client/settings.ts'
import { Field } from '../design/Field.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'
import { readAmount, type SyncNow } from './sync-now.ts'

export type CostProps = {
  onMetered(metered: boolean): void
  onPrice(price: Price): void
}

/** What the network costs, and whether anything may cross unasked. */
export function CostPart({ metered, price, onMetered, onPrice }: Pick<SyncNow, 'metered' | 'price'> & CostProps) {
  const { t } = useWords()
  const { number } = useFormats()
  const [amount, setAmount] = useState(() => (price ? number(price.amount) : ''))
  const [money, setMoney] = useState(price?.money ?? '')
  const isFaulty = amount.trim() !== '' && readAmount(amount) === undefined
  const say = (nextAmount: string, nextMoney: string) => {
    setAmount(nextAmount)
    setMoney(nextMoney)
    const read = nextAmount.trim() === '' ? 0 : readAmount(nextAmount)
    if (read !== undefined) onPrice({ amount: read, money: nextMoney.trim() })
  }
  return (
    <section className={styles.part} aria-labelledby="cost">
      <h2 id="cost">{t('sync-cost')}</h2>
      <label className={styles.tick}>
        <input type="checkbox" checked={metered} onChange={(event) => onMetered(event.target.checked)} />
        {t('sync-metered')}
      </label>
      <div className={styles.price}>
        <Field
          label={t('sync-price')}
          value={amount}
          onChange={(next) => say(next, money)}
          fault={isFaulty ? t('sync-price-fault') : undefined}
          maxLength={12}
        />
        <Field label={t('sync-money')} value={money} onChange={(next) => say(amount, next)} maxLength={12} />
      </div>
      <p className={styles.note}>{t('sync-price-note')}</p>
    </section>
  )
}
