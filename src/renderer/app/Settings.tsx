import { useState } from 'react'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { chooseDensity, chooseTheme, DENSITIES, densityNow, THEMES, type Theme, themeNow } from '../design/theme.ts'
import { useShortcuts } from '../help/HelpProvider.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useLive } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { OtherHub } from '../sync/OtherHub.tsx'
import { MyLanguages } from '../welcome/MyLanguages.tsx'
import { useMine } from '../welcome/use-mine.ts'
import { Corrections } from '../words/Corrections.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { useWords } from '../words/words.tsx'
import { Page } from './Page.tsx'
import styles from './Settings.module.css'

export function Settings() {
  const { t } = useWords()
  const [theme, setTheme] = useState(themeNow)
  const [density, setDensity] = useState(densityNow)
  const showKeys = useShortcuts()
  const keys = useKeyNames()
  const choose = (next: Theme) => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <Page title={t('settings-title')}>
      <LanguageChoice />
      <Mine />
      <Choice
        label={t('settings-theme')}
        options={THEMES.map((value) => ({ value, words: t(`theme-${value}`) }))}
        value={theme}
        onChoose={choose}
      />
      <Choice
        label={t('settings-density')}
        options={DENSITIES.map((value) => ({ value, words: t(`density-${value}`) }))}
        value={density}
        onChoose={(next) => {
          chooseDensity(next)
          setDensity(next)
        }}
      />
      <div className={styles.keys}>
        <Button keys={keys.of('help')} onPress={showKeys}>
          {t('keys-open')}
        </Button>
        <ButtonLink href="/settings/keys">{t('keys-change-go')}</ButtonLink>
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

/** The languages of the person, which are not the app's. */
function Mine() {
  const { mine, setMine, keep } = useMine()
  return (
    <MyLanguages
      mine={mine}
      onChange={(next) => {
        setMine(next)
        keep(next)
      }}
    />
  )
}

/** Where the project's hub is, and where it has gone. */
function Address() {
  const { t } = useWords()
  const line = useLive((from) => from.line())
  return (
    <section className={styles.part}>
      <h2>{t('settings-project')}</h2>
      <p>
        <bdi>{t('home-sync-hub', { address: line?.address ?? '' })}</bdi>
      </p>
      <OtherHub />
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
