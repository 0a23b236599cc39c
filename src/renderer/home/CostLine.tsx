import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Borrow.module.css'
import type { Cost } from './cost.ts'

/** What a wish costs, before it is asked for. */
export function CostLine({ least, most, basis, bytes, fetch }: Cost) {
  const { t, gap } = useWords()
  const { size, span } = useFormats()
  return (
    <p className={styles.cost} role="status">
      {least === most
        ? t('cost-work', { time: span(most) })
        : t('cost-range', { least: span(least), most: span(most) })}
      {gap}
      {t(`pace-${basis}`)}
      {gap}
      {fetch === undefined
        ? t('cost-fetch', { size: size(bytes) })
        : t('cost-fetch-time', { size: size(bytes), time: span(Math.max(1, Math.ceil(fetch))) })}
    </p>
  )
}
