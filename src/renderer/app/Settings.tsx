import { useState } from 'react'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { Field } from '../design/Field.tsx'
import { chooseTheme, THEMES, type Theme, themeNow } from '../design/theme.ts'
import { useShortcuts } from '../help/HelpProvider.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useDevice, useLive } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { Corrections } from '../words/Corrections.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { useWords } from '../words/words.tsx'
import { Page } from './Page.tsx'
import styles from './Settings.module.css'
import { ToldOf } from './Trouble.tsx'

export function Settings() {
  const { t } = useWords()
  const [theme, setTheme] = useState(themeNow)
  const showKeys = useShortcuts()
  const keys = useKeyNames()
  const choose = (next: Theme) => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <Page title={t('settings-title')}>
      <LanguageChoice />
      <Choice
        label={t('settings-theme')}
        options={THEMES.map((value) => ({ value, words: t(`theme-${value}`) }))}
        value={theme}
        onChoose={choose}
      />
      <div>
        <Button keys={keys.of('help')} onPress={showKeys}>
          {t('keys-open')}
        </Button>
      </div>
      <Address />
      <ProjectList />
      <Corrections />
      <section className={styles.part}>
        <h2>{t('settings-people')}</h2>
        <ButtonLink href="/people">{t('settings-people-go')}</ButtonLink>
      </section>
    </Page>
  )
}

/** Where the project's hub is, and where it has gone. */
function Address() {
  const { t } = useWords()
  const device = useDevice()
  const line = useLive((from) => from.line())
  const [invite, setInvite] = useState('')
  const [cause, setCause] = useState<unknown>()
  const [followed, setFollowed] = useState(false)
  const follow = async () => {
    try {
      setCause(undefined)
      await device.follow(invite)
      setFollowed(true)
    } catch (wrong) {
      setCause(wrong)
    }
  }
  return (
    <section className={styles.part}>
      <h2>{t('settings-project')}</h2>
      <p>
        <bdi>{t('home-sync-hub', { address: line?.address ?? '' })}</bdi>
      </p>
      <div className={styles.wide}>
        <Field label={t('settings-moved')} note={t('settings-moved-note')} value={invite} onChange={setInvite} isCode />
      </div>
      <Button onPress={() => void follow()} isDisabled={invite.trim() === ''}>
        {t('settings-follow')}
      </Button>
      {cause !== undefined && <ToldOf cause={cause} />}
      <p role="status">{followed && t('settings-followed', { address: line?.address ?? '' })}</p>
    </section>
  )
}

function ProjectList() {
  const { t } = useWords()
  const { known, open } = useProjects()
  return (
    <section className={styles.part}>
      <h2>{t('settings-projects')}</h2>
      <ul className={styles.projects}>
        {known.map((project, place) => (
          <li key={project.id}>
            <span>
              <bdi>{project.name}</bdi>
              <small>
                <bdi>{project.address}</bdi>
              </small>
            </span>
            {place > 0 && (
              <Button small label={`${t('settings-open')}: ${project.name}`} onPress={() => void open(project)}>
                {t('settings-open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ButtonLink href="/join">{t('settings-join')}</ButtonLink>
    </section>
  )
}
