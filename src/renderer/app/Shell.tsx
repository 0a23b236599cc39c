import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { Button } from '../design/Button.tsx'
import { Icon, type IconName } from '../design/Icon.tsx'
import { Mark } from '../design/Mark.tsx'
import { HelpLinks } from '../help/HelpLinks.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { usePalette } from '../palette/PaletteProvider.tsx'
import { Person } from '../profiles/Person.tsx'
import { useOpened } from '../project/device.tsx'
import { visible } from '../words/visible.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import styles from './Shell.module.css'
import { SyncLine } from './SyncLine.tsx'

const PLACES: readonly (readonly [path: string, icon: IconName, words: WordKey])[] = [
  ['/', 'today', 'nav-home'],
  ['/borrow', 'plus', 'nav-borrow'],
  ['/work', 'work', 'nav-work'],
  ['/notes', 'guide', 'nav-notes'],
  ['/settings', 'settings', 'nav-settings']
]

/** Where there is a keyboard, its keys stand beside it. */
function FindButton() {
  const { t } = useWords()
  const find = usePalette()
  const keys = useKeyNames()
  return (
    <Button look="quiet" small icon="search" keys={keys.of('palette')} onPress={find}>
      {t('palette-find')}
    </Button>
  )
}

/** Side bar and content; on a small window the side bar is a bottom bar. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const { project } = useOpened()
  const [path] = useLocation()
  const isHere = (place: string) => (place === '/' ? path === '/' : path.startsWith(place))
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav-skip')}
      </a>
      <div className={styles.side}>
        <header className={styles.brand}>
          <Mark />
          <span>
            <b>{t('app-name')}</b>
            <small>
              <bdi>{visible(project.name)}</bdi>
            </small>
          </span>
        </header>
        <nav className={styles.nav} aria-label={t('nav-places')}>
          {PLACES.map(([place, icon, words]) => (
            <Link key={place} href={place} {...(isHere(place) && { 'aria-current': 'page' })}>
              <Icon name={icon} />
              <span>{t(words)}</span>
            </Link>
          ))}
        </nav>
        <aside className={styles.help} aria-label={t('help-links')}>
          <FindButton />
          <HelpLinks />
        </aside>
        <div className={styles.foot}>
          <Person />
          <SyncLine />
        </div>
      </div>
      <main className={styles.main} id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
