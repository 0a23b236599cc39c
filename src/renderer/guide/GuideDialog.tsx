import { useLocation } from 'wouter'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Dialog } from '../design/Dialog.tsx'
import { roundPathOf } from '../rounds/RoundOffer.tsx'
import { isRoundKind } from '../rounds/rounds.ts'
import { directionOf } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { ChapterText } from './ChapterText.tsx'
import { chapterOf } from './chapters.ts'
import styles from './Guide.module.css'
import { useGuide } from './use-guide.ts'

/** One chapter over the task that it is about: nobody leaves the work to read it. */
export function GuideDialog({ kind, onClose }: { kind: string; onClose(): void }) {
  const { t } = useWords()
  const guide = useGuide()
  const [path] = useLocation()
  if (!guide) return null
  const { lang, chapters } = guide
  const chapter = chapterOf(kind)
  return (
    <Dialog title={chapters[chapter].title} isOpen onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with keys */}
      <section className={styles.over} tabIndex={0} lang={lang} dir={directionOf(lang)} aria-label={t('guide-title')}>
        <ChapterText chapter={chapters[chapter]} />
      </section>
      <div className={styles.ways}>
        <ButtonLink href={`/guide#${chapter}`}>{t('guide-whole')}</ButtonLink>
        {isRoundKind(kind) && <ButtonLink href={roundPathOf(kind, path)}>{t('round-offer-title')}</ButtonLink>}
        <Button look="quiet" keys={['Esc']} onPress={onClose}>
          {t('close')}
        </Button>
      </div>
    </Dialog>
  )
}
