import { Button } from '../design/Button.tsx'
import { useWords } from '../words/words.tsx'
import { nameOf, useMaybeHere } from './here.tsx'
import styles from './Profiles.module.css'

/** Who works here, and the way out; nothing of it where one person has the computer to themselves. */
export function Person() {
  const { t } = useWords()
  const here = useMaybeHere()
  if (!here || (here.people.length < 2 && !here.profile.lock)) return null
  const { profile, lock, leave } = here
  return (
    <section className={styles.person} aria-label={t('person-here')}>
      <bdi>{nameOf(profile, t('who-unnamed'))}</bdi>
      <Button small {...(profile.lock && { icon: 'lock' })} onPress={profile.lock ? lock : leave}>
        {t(profile.lock ? 'person-lock' : 'person-other')}
      </Button>
    </section>
  )
}
