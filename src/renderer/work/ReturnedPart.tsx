import { useState } from 'react'
import type { Work } from '../../client/work.ts'
import type { ModeratorsWord } from '../../core/became/became.ts'
import { Button } from '../design/Button.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { AppealDialog } from './AppealDialog.tsx'
import styles from './Became.module.css'
import { type About, mayAppeal } from './became.ts'
import { ruleKey } from './kinds.ts'
import { langOf } from './summary.ts'

/** What moderators said of an item, what I said to that, and the ways on. */
export function ReturnedPart({ work, about, onFix }: { work: Work; about: About; onFix?: () => void }) {
  const { t } = useWords()
  const [appealing, setAppealing] = useState(false)
  const { words, appeals } = about
  const stands = work.state === 'returned' && work.amendedBy === undefined
  return (
    <div className={styles.returned}>
      {words.map((word) => (
        <Word key={`${word.is} ${word.at} ${word.rule}`} word={word} lang={langOf(work)} />
      ))}
      {appeals.map((appeal) => (
        <div key={appeal.id} className={styles.said}>
          <h4>{t('appeal-mine')}</h4>
          <p dir="auto">{appeal.text}</p>
        </div>
      ))}
      {stands && (
        <div className={styles.ways}>
          {onFix && (
            <Button look="primary" icon="draft" onPress={onFix}>
              {t('returned-fix')}
            </Button>
          )}
          {mayAppeal(about) && <Button onPress={() => setAppealing(true)}>{t('appeal-open')}</Button>}
        </div>
      )}
      {work.id !== undefined && <AppealDialog item={work.id} isOpen={appealing} onClose={() => setAppealing(false)} />}
    </div>
  )
}

function Word({ word, lang }: { word: ModeratorsWord; lang: string }) {
  const { t, gap } = useWords()
  const { when } = useFormats()
  const { is, rule = '', words, passage, lifted, at } = word
  return (
    <dl className={styles.word}>
      {is === 'decline' ? (
        <Row name={t('returned-rule')}>
          {t(ruleKey(rule), { rule })}
          {gap}
          {lifted && t('returned-lifted')}
        </Row>
      ) : (
        <Row name={t('returned-answer')}>{t(lifted ? 'returned-answer-yes' : 'returned-answer-no')}</Row>
      )}
      {passage !== undefined && (
        <Row name={t('returned-passage')}>
          <mark lang={lang} dir="auto">
            {passage}
          </mark>
        </Row>
      )}
      {words !== null && (
        <Row name={t('returned-words')}>
          <span dir="auto">{words}</span>
        </Row>
      )}
      <Row name={t('returned-when')}>{when(1000 * at)}</Row>
    </dl>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
