import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { Device } from '../../client/device.ts'
import { TurnedAway } from '../../client/errors.ts'
import type { SyncLine as Line } from '../../client/work.ts'
import { Button } from '../design/Button.tsx'
import { Icon, type IconName } from '../design/Icon.tsx'
import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { firstLook } from '../project/first-look.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './SyncLine.module.css'
import { ToldOf } from './Trouble.tsx'

/** One honest line: the worst state of my work, not of the network. */
export function SyncLine() {
  const device = useDevice()
  const { twin } = useOpened()
  const read = useLive(readLine)
  if (!read) return null
  if ('cause' in read)
    return (
      <div className={styles.line}>
        <ToldOf cause={read.cause} />
      </div>
    )
  // What is in the way of a start is told already.
  const again = () => void device.restart().catch(() => {})
  return <SyncLineView line={read.line} oneCopy={twin.copies() === 'failing'} onTryAgain={again} />
}

/** A store that cannot be read any more is told here, while the page goes on showing what it has. */
async function readLine(device: Device): Promise<{ readonly line: Line } | { readonly cause: unknown }> {
  await firstLook
  return device.line().then(
    (line) => ({ line }),
    (cause: unknown) => ({ cause })
  )
}

function SyncLineView({ line, oneCopy, onTryAgain }: { line: Line; oneCopy: boolean; onTryAgain(): void }) {
  const { t } = useWords()
  const { icon, words, note } = useLineWords(line)
  const wrong =
    line.trouble ?? (line.turnedAway === undefined ? undefined : new TurnedAway(line.turnedAway, line.items))
  return (
    <div className={styles.line}>
      {wrong !== undefined ? (
        <>
          <ToldOf cause={wrong} />
          <Button small onPress={onTryAgain}>
            {t('line-try')}
          </Button>
          <Link href="/sync">{t('home-sync')}</Link>
        </>
      ) : (
        <p role="status" className={styles.words}>
          <Icon name={icon} />
          <span>
            <Link href="/sync">{words}</Link>
            {note !== undefined && <small>{note}</small>}
            {oneCopy && <small>{t('line-one-copy')}</small>}
          </span>
        </p>
      )}
    </div>
  )
}

/** When the hub was heard last, in words; one that is connected is heard every few seconds. */
export function useLastContact({ contact, connected }: Pick<Line, 'contact' | 'connected'>): string {
  const { t } = useWords()
  const { when } = useFormats()
  useEachMinute()
  const heard = connected ? Date.now() : contact
  return heard === undefined ? t('line-never') : t('line-last', { when: when(heard) })
}

/** The line in words, with an icon and perhaps a note. */
export function useLineWords(line: Line): { icon: IconName; words: string; note?: string } {
  const { t, gap } = useWords()
  const { size } = useFormats()
  const { items, bytes, notes, connected } = line
  const last = useLastContact(line)
  const fill = { count: items, size: size(bytes) }
  if (items > 0)
    return connected
      ? { icon: 'sync', words: t('line-sending', fill) }
      : {
          icon: 'waiting',
          words: t('line-waiting', fill),
          note: line.paused
            ? t('sync-paused')
            : line.syncing
              ? `${t('line-offline')}${gap}${last}`
              : t('line-other-window')
        }
  if (notes > 0) return { icon: 'waiting', words: t('line-notes', { count: notes }), note: last }
  if (line.paused) return { icon: 'saved', words: t('sync-paused'), note: last }
  if (!line.syncing) return { icon: 'saved', words: t('line-other-window') }
  if (!connected) return { icon: 'saved', words: t('line-offline'), note: last }
  return line.fetching
    ? { icon: 'sync', words: t('line-fetching') }
    : { icon: 'received', words: t('line-received'), note: last }
}

/** "Two minutes ago" grows old. */
function useEachMinute(): void {
  const [, setMinute] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setMinute((minute) => minute + 1), 60_000)
    return () => clearInterval(timer)
  }, [])
}
