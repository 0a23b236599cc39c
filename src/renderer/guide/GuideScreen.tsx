import { useEffect } from 'react'
import { Link } from 'wouter'
import { Page } from '../app/Page.tsx'
import { RoundLinks } from '../rounds/RoundLinks.tsx'
import { Frame } from '../welcome/Frame.tsx'
import { directionOf } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { ChapterText } from './ChapterText.tsx'
import { CHAPTERS, type Guide } from './chapters.ts'
import styles from './Guide.module.css'
import { useGuide } from './use-guide.ts'

/** All chapters one below the other, to be read, searched and printed; each has an address: /guide#judging. */
export function GuideScreen() {
  const { t } = useWords()
  const guide = useGuide()
  return <Page title={t('guide-title')}>{guide && <GuideView guide={guide} canPractise />}</Page>
}

/** The same for who has no project yet. */
export function GuideOutside() {
  const { t } = useWords()
  const guide = useGuide()
  return (
    <Frame title={t('guide-title')}>
      <p>
        <Link href="/">{t('join-back')}</Link>
      </p>
      {guide && <GuideView guide={guide} />}
    </Frame>
  )
}

function GuideView({ guide: { lang, chapters }, canPractise = false }: { guide: Guide; canPractise?: boolean }) {
  const { t } = useWords()
  useEffect(() => {
    // The browser looked for it before it was there.
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  return (
    <div className={styles.guide} lang={lang} dir={directionOf(lang)}>
      <nav className={styles.contents} aria-label={t('guide-contents')}>
        <ul>
          {CHAPTERS.map((id) => (
            <li key={id}>
              <a href={`#${id}`}>{chapters[id].title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.chapters}>
        {CHAPTERS.map((id) => (
          <section key={id} className={styles.chapter}>
            <h2 id={id} tabIndex={-1}>
              {chapters[id].title}
            </h2>
            <ChapterText chapter={chapters[id]} />
            {canPractise && <RoundLinks chapter={id} />}
          </section>
        ))}
      </div>
    </div>
  )
}
