import type { Device } from '../../client/device.ts'
import type { Copies } from '../../client/journal/writer.ts'
import { Icon, type IconName } from '../design/Icon.tsx'
import { useLive, useOpened } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { doneIn } from '../work/summary.ts'
import styles from './Copies.module.css'

/** The copies there are, in words. */
export function WhereItIs() {
  const { twin } = useOpened()
  const counts = useLive(readCounts)
  return counts ? <WhereItIsView {...counts} copies={twin.copies()} /> : null
}

type Counts = {
  readonly items: number
  readonly drafts: number
  readonly received: number
  readonly handed: number
  /** Milliseconds since 1970. */
  readonly handedLast: number
}

async function readCounts(device: Device): Promise<Counts> {
  const work = doneIn(await device.work())
  const items = (await device.items()).filter(({ kind }) => kind !== 'consent')
  const handed = items.filter(({ state }) => state === 'handed-over')
  const open = items.filter(({ state }) => ['saved', 'waiting', 'handed-over'].includes(state))
  return {
    ...{ items: items.length, received: items.length - open.length, handed: handed.length },
    drafts: work.filter(({ state }) => state === 'draft').length,
    handedLast: Math.max(0, ...handed.map((item) => item.handed ?? 0))
  }
}

function WhereItIsView({ items, drafts, received, handed, handedLast, copies }: Counts & { readonly copies: Copies }) {
  const { t } = useWords()
  const { when } = useFormats()
  const second = { two: 'files-second', one: 'files-one', failing: 'line-one-copy' } as const
  return (
    <section className={styles.part}>
      <h2>{t('files-where')}</h2>
      <ul className={styles.where}>
        <Place icon="computer" words={t('files-here', { items, drafts })} />
        <Place icon={copies === 'two' ? 'saved' : 'warn'} words={t(second[copies])} />
        {handed > 0 && <Place icon="handed" words={t('files-handed', { count: handed, when: when(handedLast) })} />}
        {items > 0 && <Place icon="received" words={t('files-received', { received, items })} />}
        {items > received && <Place icon="waiting" words={t('files-waiting', { count: items - received })} />}
      </ul>
    </section>
  )
}

function Place({ icon, words }: { readonly icon: IconName; readonly words: string }) {
  return (
    <li>
      <Icon name={icon} />
      <span>{words}</span>
    </li>
  )
}
