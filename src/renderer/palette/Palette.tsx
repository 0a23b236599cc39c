import { useMemo, useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { SearchField } from 'react-aria-components/SearchField'
import { Dialog } from '../design/Dialog.tsx'
import { Keys } from '../design/Keys.tsx'
import { useWords } from '../words/words.tsx'
import { find } from './find.ts'
import styles from './Palette.module.css'
import { type Entry, useEntries } from './use-entries.ts'

type PaletteProps = {
  /** What had the focus as it was opened: keys of a card or a row are done there. */
  readonly from: Element
  onClose(): void
}

/** Everything there is to go to and to do, found by its name. */
export function Palette({ from, onClose }: PaletteProps) {
  return <PaletteView entries={useEntries(from)} onClose={onClose} />
}

export function PaletteView({ entries, onClose }: { entries: readonly Entry[]; onClose(): void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const found = useMemo(() => find(entries, typed), [entries, typed])
  const choose = (id: string) => {
    onClose()
    // The focus is back where it was by then.
    requestAnimationFrame(() => entries.find((each) => each.id === id)?.run())
  }
  return (
    <Dialog title={t('palette-open')} isOpen onClose={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField autoFocus className={styles.field} onClear={typed === '' ? onClose : undefined}>
          <Label>{t('palette-field')}</Label>
          <Input
            className={styles.input}
            role="combobox"
            aria-expanded="true"
            aria-haspopup="listbox"
            dir="auto"
            spellCheck={false}
          />
        </SearchField>
        <ListBox
          className={styles.list}
          aria-label={t('palette-open')}
          items={found}
          dependencies={[typed !== '']}
          onAction={(id) => choose(String(id))}
          renderEmptyState={() => <p className={styles.none}>{t('palette-none')}</p>}
        >
          {({ id, words, english, keys, lang }) => (
            <ListBoxItem id={id} textValue={words} className={styles.item}>
              <span {...(lang !== undefined && { lang })} dir="auto">
                {words}
              </span>
              {typed !== '' && english !== words && (
                <small lang="en" dir="ltr">
                  {english}
                </small>
              )}
              {keys && <Keys names={keys} />}
            </ListBoxItem>
          )}
        </ListBox>
        <p role="status" className="hide">
          {typed !== '' && (found.length === 0 ? t('palette-none') : t('palette-found', { count: found.length }))}
        </p>
      </Autocomplete>
    </Dialog>
  )
}
