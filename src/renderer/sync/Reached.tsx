import type { ReactNode } from 'react'
import { useLastContact } from '../app/SyncLine.tsx'
import { Icon } from '../design/Icon.tsx'
import { Mark } from '../design/Mark.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'
import type { SyncNow } from './sync-now.ts'

/** Three facts, told apart: one may hold while the next does not. */
export function Reached({ line, reach, handed }: Pick<SyncNow, 'line' | 'reach' | 'handed'>) {
  const { t, gap } = useWords()
  const { when } = useFormats()
  const last = useLastContact(line)
  const { network, place, project } = reach
  // While nothing calls, what an earlier call found is no fact any more.
  const hub = line.syncing ? reach.hub : undefined
  return (
    <section className={styles.reached} aria-labelledby="reached">
      <h2 id="reached">{t('sync-reached')}</h2>
      <ol className={styles.road}>
        <Fact picture={<Icon name="computer" />} title={t('sync-network')} holds={network}>
          {t(`sync-network-${answer(network)}`)}
        </Fact>
        <Fact picture={<Icon name="hub" />} title={t('sync-hub')} holds={hub}>
          {t(`sync-hub-${answer(hub)}`)} {line.address !== undefined && <bdi dir="ltr">{line.address}</bdi>}
          {place > 0 && <span> {t('sync-place', { place })}</span>}
        </Fact>
        <Fact picture={<Mark small />} title={line.title ?? t('settings-project')} holds={project}>
          {t(`sync-project-${answer(project)}`)}
          {gap}
          {last}
          {handed && <span> {t('files-handed', handed && { count: handed.count, when: when(handed.when) })}</span>}
        </Fact>
      </ol>
    </section>
  )
}

function Fact(props: { picture: ReactNode; title: string; holds: boolean | undefined; children: ReactNode }) {
  const { picture, title, holds, children } = props
  return (
    <li data-holds={answer(holds)}>
      {picture}
      <div>
        <h3>
          <bdi>{title}</bdi>
          {holds !== undefined && <Icon name={holds ? 'check' : 'close'} size={16} />}
        </h3>
        <p>{children}</p>
      </div>
    </li>
  )
}

function answer(holds: boolean | undefined): 'yes' | 'no' | 'unknown' {
  return holds === undefined ? 'unknown' : holds ? 'yes' : 'no'
}
