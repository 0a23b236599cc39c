import { useState } from 'react'
import { Field } from '../design/Field.tsx'
import { useHere } from '../profiles/here.tsx'
import { useWords } from '../words/words.tsx'

/** As long as a hub takes it. */
const LONGEST = 100

/** The name that goes into the project's membership; nobody must have one. */
export function NameField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useWords()
  return (
    <Field
      label={t('welcome-name')}
      note={t('welcome-name-note')}
      value={value}
      onChange={onChange}
      maxLength={LONGEST}
    />
  )
}

/** What was said once stands there: nobody is asked for their name twice. */
export function useName() {
  return useState(useHere().profile.name)
}
