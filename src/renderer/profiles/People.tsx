import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form, Note } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'
import { nameOf, useHere } from './here.tsx'
import { NewPerson } from './NewPerson.tsx'
import { Pin } from './Pin.tsx'
import styles from './Profiles.module.css'

/** Who works at this computer, and whether their texts are encrypted. */
export function People() {
  const { t } = useWords()
  return (
    <Page title={t('people-title')}>
      <Name />
      <Pin />
      <Others />
    </Page>
  )
}

function Name() {
  const { t } = useWords()
  const { profile, rename } = useHere()
  const [name, setName] = useState(profile.name)
  const [saved, setSaved] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const save = () => {
    if (name.trim() === '') return
    setFault(undefined)
    rename(name.trim()).then(() => setSaved(true), setFault)
  }
  const write = (next: string) => {
    setName(next)
    setSaved(false)
  }
  return (
    <section className={styles.part}>
      <Form onSubmit={save}>
        <Field label={t('people-name')} value={name} onChange={write} maxLength={100} />
        {fault !== undefined && <ToldOf cause={fault} />}
        <Actions>
          <Button type="submit" isDisabled={name.trim() === '' || name.trim() === profile.name}>
            {t('people-save')}
          </Button>
          <span role="status">{saved && t('people-saved')}</span>
        </Actions>
      </Form>
    </section>
  )
}

function Others() {
  const { t } = useWords()
  const { profile, people, add, leave } = useHere()
  const [isAdding, setAdding] = useState(false)
  const others = people.filter(({ id }) => id !== profile.id)
  return (
    <section className={styles.part}>
      <h2>{t('people-others')}</h2>
      {others.length === 0 ? (
        <p>{t('people-none')}</p>
      ) : (
        <ul className={styles.names}>
          {others.map((person) => (
            <li key={person.id}>
              <bdi>{nameOf(person, t('who-unnamed'))}</bdi>
            </li>
          ))}
        </ul>
      )}
      {isAdding ? (
        <NewPerson onAdd={add} onBack={() => setAdding(false)} />
      ) : (
        <div className={styles.actions}>
          {others.length > 0 && <Button onPress={leave}>{t('person-switch')}</Button>}
          <Button icon="plus" onPress={() => setAdding(true)}>
            {t('people-add')}
          </Button>
        </div>
      )}
      {!isAdding && <Note>{t('people-apart')}</Note>}
    </section>
  )
}
