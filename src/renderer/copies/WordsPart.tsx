import { useState } from 'react'
import type { OwnWords } from '../../client/backup/own-words.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { saveFile } from '../home/save-file.ts'
import { useOpened } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { kindKey } from '../work/kinds.ts'
import styles from './Copies.module.css'
import { useDeed } from './use-deed.ts'

/** Nobody is locked out of what they wrote. */
export function WordsPart() {
  const { t } = useWords()
  const { files } = useOpened()
  const heading = useHeading()
  const [saved, setSaved] = useState(false)
  const { busy, cause, run } = useDeed()
  const save = async () => {
    setSaved(false)
    let name = ''
    const bytes = await (await files()).words((title) => {
      name = title
      return { title, heading, about: t('files-words-about') }
    })
    saveFile(name, bytes, 'md')
    setSaved(true)
  }
  return (
    <section className={styles.part}>
      <h2>{t('files-words')}</h2>
      <p>{t('files-words-note')}</p>
      <Button icon="export" onPress={() => run(save)} isDisabled={busy}>
        {t('files-words-save')}
      </Button>
      {cause !== undefined && <ToldOf cause={cause} />}
      <p role="status">{saved && t('files-words-saved')}</p>
    </section>
  )
}

function useHeading() {
  const { t, lang: ui } = useWords()
  const { day } = useFormats()
  return (entry: OwnWords): string => {
    if (entry.is === 'notes') return t('files-words-notes', { lang: nameIn(ui, entry.lang) })
    const { is, kind, lang = 'und', saved } = entry
    const about = t('work-when', { kind: t(kindKey(kind)), lang: nameIn(ui, lang), when: day(saved) })
    if (is === 'item') return about
    return t(is === 'draft' ? 'files-words-draft' : 'files-words-version', { about })
  }
}
