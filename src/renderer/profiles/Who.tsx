import { useState } from 'react'
import type { Profile, ProfileId } from '../../client/profiles/profile.ts'
import { Button } from '../design/Button.tsx'
import { Frame } from '../welcome/Frame.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { useWords } from '../words/words.tsx'
import { nameOf } from './here.tsx'
import { NewPerson } from './NewPerson.tsx'
import styles from './Profiles.module.css'

export type WhoProps = {
  readonly people: readonly Profile[]
  onChoose(id: ProfileId): void
  onAdd(name: string): Promise<void>
}

/** The first screen where several people share a computer. */
export function Who({ people, onChoose, onAdd }: WhoProps) {
  const { t } = useWords()
  const [isNew, setNew] = useState(false)
  if (isNew)
    return (
      <Frame title={t('new-title')} lead={t('new-lead')}>
        <NewPerson onAdd={onAdd} onBack={() => setNew(false)} />
      </Frame>
    )
  return (
    <Frame title={t('who-title')} lead={t('who-lead')}>
      <LanguageChoice />
      <ul className={styles.people}>
        {people.map((person, at) => (
          <li key={person.id}>
            <Button onPress={() => onChoose(person.id)} autoFocus={at === 0} {...(person.lock && { icon: 'lock' })}>
              <bdi>{nameOf(person, t('who-unnamed'))}</bdi>
              {person.lock && <span className="hide">{t('who-locked')}</span>}
            </Button>
          </li>
        ))}
        <li>
          <Button look="quiet" icon="plus" onPress={() => setNew(true)}>
            {t('who-new')}
          </Button>
        </li>
      </ul>
    </Frame>
  )
}
