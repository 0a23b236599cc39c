import { type RefObject, useEffect, useRef } from 'react'
import { TurnedAway } from '../../client/errors.ts'
import { useLineWords } from '../app/SyncLine.tsx'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'
import { costOf, deedsOf, type LinkDeed, type SyncNow } from './sync-now.ts'

export type LinkProps = {
  onSync(): void
  onPause(): void
  onTry(): void
}

/** Over the network: what is to cross, what has crossed, and the person's say in it. */
export function LinkPart({ onSync, onPause, onTry, ...now }: SyncNow & LinkProps) {
  const { t } = useWords()
  const { line, reach } = now
  const { words, note } = useLineWords(line)
  const wrong = line.trouble ?? (line.turnedAway && new TurnedAway(line.turnedAway, line.items))
  const deeds = deedsOf(line)
  const ways = useRef<HTMLDivElement>(null)
  useFocusStays(ways, deeds)
  return (
    <section className={styles.card} aria-labelledby="link">
      <h2 id="link">{t('sync-link')}</h2>
      {wrong !== undefined ? (
        <ToldOf cause={wrong} />
      ) : (
        <p>
          {words} {note}
        </p>
      )}
      {line.connected && <p>{t(`sync-link-${reach.road}`)}</p>}
      <Moves {...now} />
      <div className={styles.deeds} ref={ways}>
        {deeds.includes('sync') && (
          <Button look="primary" icon="sync" onPress={onSync}>
            {t('sync-now')}
          </Button>
        )}
        {deeds.includes('again') && (
          <Button look="primary" onPress={onTry}>
            {t('line-try')}
          </Button>
        )}
        {deeds.includes('try') && (
          <Button look="primary" onPress={onTry}>
            {t('home-sync-now')}
          </Button>
        )}
        {deeds.includes('pause') && <Button onPress={onPause}>{t('sync-pause')}</Button>}
      </div>
      <p className={styles.note}>{t('sync-stop-note')}</p>
    </section>
  )
}

/** A button that was pressed goes, and another stands in its place, at once or a moment later. */
function useFocusStays(ways: RefObject<HTMLElement | null>, deeds: readonly LinkDeed[]): void {
  const hadFocus = useRef(false)
  useEffect(() => {
    const notes = () => {
      hadFocus.current = ways.current?.contains(document.activeElement) ?? false
    }
    addEventListener('focusin', notes)
    return () => removeEventListener('focusin', notes)
  }, [ways])
  const which = deeds.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is other buttons that come
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) ways.current?.querySelector('button')?.focus()
  }, [which])
}

/** In the order in which it crosses: my work first. Exact where it is known, and said where it is not. */
function Moves({ transfer, price }: Pick<SyncNow, 'transfer' | 'price'>) {
  const { t } = useWords()
  const { number } = useFormats()
  const { up, down, done, minutes } = transfer
  const left = up + (down ?? 0)
  const crossed = done.up + done.down
  const hasCost = price !== undefined
  const cost = (bytes: number) => price && `${number(costOf(bytes, price))} ${price.money}`
  return (
    <>
      <table className={styles.moves}>
        <caption>{t('sync-moves')}</caption>
        <tbody>
          <Row
            icon="arrowup"
            words={t('sync-up')}
            size={t('sync-bytes', { count: up })}
            cost={cost(up)}
            hasCost={hasCost}
          />
          <Row
            icon="arrowdown"
            words={t('sync-down')}
            size={down === undefined ? t('sync-down-unknown') : t('sync-bytes', { count: down })}
            cost={down === undefined ? undefined : cost(down)}
            hasCost={hasCost}
          />
          <Row
            words={t('sync-left')}
            size={t('sync-bytes', { count: left })}
            cost={cost(left)}
            hasCost={hasCost}
            isSum
          />
        </tbody>
      </table>
      {crossed > 0 && left > 0 && (
        <progress className={styles.bar} aria-label={t('sync-progress')} max={crossed + left} value={crossed} />
      )}
      {crossed > 0 && <p className={styles.note}>{t('sync-done', { up: number(done.up), down: number(done.down) })}</p>}
      {left > 0 && (
        <p>{minutes === undefined ? t('sync-minutes-unknown') : t('sync-minutes', { count: Math.round(minutes) })}</p>
      )}
    </>
  )
}

function Row(props: {
  icon?: 'arrowup' | 'arrowdown'
  words: string
  size: string
  cost: string | undefined
  hasCost: boolean
  isSum?: boolean
}) {
  const { icon, words, size, cost, hasCost, isSum = false } = props
  return (
    <tr data-sum={isSum}>
      <th scope="row">
        {icon && <Icon name={icon} size={16} />}
        {words}
      </th>
      <td>{size}</td>
      {hasCost && <td>{cost !== undefined && <bdi>{cost}</bdi>}</td>}
    </tr>
  )
}
