import { useCallback, useEffect, useRef, useState } from 'react'
import { Page } from '../app/Page.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Icon, type IconName } from '../design/Icon.tsx'
import { useHere } from '../profiles/here.tsx'
import { useOpened } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { type Check, checksOf, type Facts, reportOf } from './checks.ts'
import { readFacts } from './read-facts.ts'
import styles from './WrongScreen.module.css'

/** What can be wrong on this device, each with its state, what it means and one thing to do; and a report for who helps. */
export function WrongScreen() {
  const { t } = useWords()
  const { device, store, twin, project } = useOpened()
  const { profile, journals } = useHere()
  const [facts, setFacts] = useState<Facts>()
  const look = useCallback(
    () => readFacts({ device, store, twin, project: project.id, profile: profile.id, journals }).then(setFacts),
    [device, store, twin, project.id, profile.id, journals]
  )
  useEffect(() => void look(), [look])
  return (
    <Page title={t('wrong-title')}>
      {facts && (
        <WrongView
          facts={facts}
          onAgain={() => void look()}
          onDeed={(deed) => {
            if (deed === 'load') location.reload()
            else device.wake()
          }}
        />
      )}
    </Page>
  )
}

const ICONS: Readonly<Record<Check['is'], IconName>> = { good: 'check', look: 'info', bad: 'warn' }

export function WrongView(props: { readonly facts: Facts; onAgain(): void; onDeed(deed: 'sync' | 'load'): void }) {
  const { facts, onAgain, onDeed } = props
  const { t } = useWords()
  const { when, room } = useFormats()
  const checks = checksOf(facts)
  const fillOf = ({ fill }: Check) => {
    const { contact, free, used } = fill ?? {}
    if (contact !== undefined) return { ...fill, when: when(Number(contact)) }
    return free === undefined ? fill : { ...fill, free: room(Number(free)), used: room(Number(used)) }
  }
  return (
    <div className={styles.wrong}>
      <p role="status">{t('wrong-lead')}</p>
      <ul className={styles.checks}>
        {checks.map((check) => (
          <li key={check.id} data-is={check.is}>
            <Icon name={ICONS[check.is]} />
            <p>
              <b>{t(`wrong-${check.is}`)}</b> <span>{t(check.words, fillOf(check))}</span>
            </p>
            {check.action && <Do action={check.action} onDeed={onDeed} />}
          </li>
        ))}
      </ul>
      <div>
        <Button onPress={onAgain}>{t('wrong-again')}</Button>
      </div>
      <Report facts={facts} checks={checks} />
    </div>
  )
}

function Do({ action, onDeed }: { action: NonNullable<Check['action']>; onDeed(deed: 'sync' | 'load'): void }) {
  const { t } = useWords()
  if ('to' in action)
    return (
      <ButtonLink small href={action.to}>
        {t(action.words)}
      </ButtonLink>
    )
  return (
    <Button small onPress={() => onDeed(action.deed)}>
      {t(action.words)}
    </Button>
  )
}

/** All of it can be read before it is given away. */
function Report({ facts, checks }: { facts: Facts; checks: readonly Check[] }) {
  const { t, lang } = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState<'wrong-copied' | 'wrong-copy-by-hand'>()
  const about = {
    edition: facts.edition,
    language: lang,
    look: `${document.documentElement.dataset.theme}, ${innerWidth}x${innerHeight}`,
    browser: navigator.userAgent
  }
  const report = reportOf(facts, checks, about)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report)
      setSaid('wrong-copied')
    } catch {
      // Over plain http a page may not: the person can.
      field.current?.focus()
      field.current?.select()
      setSaid('wrong-copy-by-hand')
    }
  }
  return (
    <section className={styles.report}>
      <h2>{t('wrong-report')}</h2>
      <p>{t('wrong-report-note')}</p>
      <textarea
        ref={field}
        readOnly
        rows={12}
        value={report}
        lang="en"
        dir="ltr"
        spellCheck={false}
        aria-label={t('wrong-report-field')}
      />
      <Button icon="copy" onPress={() => void copy()}>
        {t('wrong-copy')}
      </Button>
      <p role="status">{said && t(said)}</p>
    </section>
  )
}
