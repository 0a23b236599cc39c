import { lazy, Suspense, useRef, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { directionOf, nameIn, ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './MyLanguages.module.css'
import type { MyLanguage } from './my-languages.ts'

// The list of all languages is long, and few need it at once.
const AddLanguage = lazy(async () => ({ default: (await import('./AddLanguage.tsx')).AddLanguage }))

/** The languages that a person reads, writes and judges; what the app speaks is another matter. */
export function MyLanguages(props: {
  readonly mine: readonly MyLanguage[]
  onChange(mine: readonly MyLanguage[]): void
}) {
  const { mine, onChange } = props
  const { t, lang: ui } = useWords()
  const [adding, setAdding] = useState(false)
  const add = useRef<HTMLDivElement>(null)
  const box = (each: MyLanguage, what: 'writes' | 'judges') => (
    <td>
      <label className={styles.box}>
        <input
          type="checkbox"
          checked={each[what]}
          aria-label={t('rank-button-of', { button: t(`mine-${what}`), card: nameIn(ui, each.tag) })}
          onChange={({ target }) =>
            onChange(mine.map((one) => (one === each ? { ...one, [what]: target.checked } : one)))
          }
        />
        <span aria-hidden="true">{t(`mine-${what}`)}</span>
      </label>
    </td>
  )
  return (
    <fieldset className={styles.mine}>
      <legend>{t('mine-title')}</legend>
      <p>{t('mine-note')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('mine-reads')}</th>
            <th scope="col">{t('mine-writes')}</th>
            <th scope="col">{t('mine-judges')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {mine.map((each) => (
            <tr key={each.tag}>
              <th scope="row">
                <bdi lang={each.tag} dir={directionOf(each.tag)}>
                  {ownName(each.tag)}
                </bdi>
                {ownName(each.tag) !== nameIn(ui, each.tag) && <small>{nameIn(ui, each.tag)}</small>}
              </th>
              {box(each, 'writes')}
              {box(each, 'judges')}
              <td>
                <button
                  type="button"
                  className={styles.away}
                  aria-label={t('borrow-language-remove', { lang: nameIn(ui, each.tag) })}
                  title={t('borrow-language-remove', { lang: nameIn(ui, each.tag) })}
                  onClick={() => {
                    onChange(mine.filter((one) => one !== each))
                    add.current?.querySelector('button')?.focus()
                  }}
                >
                  <Icon name="close" size={16} />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div ref={add}>
        {adding ? (
          <Suspense fallback={null}>
            <AddLanguage
              onAdd={(tag) => {
                setAdding(false)
                if (tag !== undefined && !mine.some((one) => one.tag === tag))
                  onChange([...mine, { tag, writes: true, judges: true }])
                requestAnimationFrame(() => add.current?.querySelector('button')?.focus())
              }}
            />
          </Suspense>
        ) : (
          <Button look="quiet" small icon="plus" onPress={() => setAdding(true)}>
            {t('borrow-language-add')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
