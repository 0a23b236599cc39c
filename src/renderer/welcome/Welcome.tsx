import { useState } from 'react'
import type { Told } from '../../core/error.ts'
import { ToldOf, ToldText } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { useHere } from '../profiles/here.tsx'
import { useProjects } from '../project/projects.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { useWords } from '../words/words.tsx'
import { Actions, Form, Frame, Note } from './Frame.tsx'
import { MyLanguages } from './MyLanguages.tsx'
import { NameField, useName } from './NameField.tsx'
import { useMine } from './use-mine.ts'

/** Where somebody begins who has no project yet. */
export function Welcome() {
  return <WelcomeView {...useWelcome()} />
}

function useWelcome(): WelcomeViewProps {
  const { hub, hubFailed, join } = useProjects()
  const here = useHere()
  const languages = useMine()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  if (!hub) return { state: 'no-hub', trouble: hubFailed }
  const { invite } = hub
  if (!hub.open || invite === undefined) return { state: 'closed', project: hub.name }
  const practise = async (name: string) => {
    languages.keep()
    if (name.trim() !== '') await here.rename(name.trim())
    setBusy(true)
    setFault(undefined)
    await join(invite, name.trim() || undefined).catch(setFault)
    setBusy(false)
  }
  return { state: 'open', busy, fault, languages, onPractise: (name) => void practise(name) }
}

type WelcomeViewProps =
  | {
      readonly state: 'open'
      readonly busy: boolean
      readonly fault: unknown
      readonly languages: ReturnType<typeof useMine>
      onPractise(name: string): void
    }
  | { readonly state: 'closed'; readonly project: string }
  | { readonly state: 'no-hub'; readonly trouble: Told | undefined }

function WelcomeView(props: WelcomeViewProps) {
  const { t } = useWords()
  return (
    <Frame title={t('welcome-title')} lead={t('welcome-what')}>
      <LanguageChoice />
      {props.state === 'open' && <Open {...props} />}
      {props.state === 'closed' && <Closed {...props} />}
      {props.state === 'no-hub' && <NoHub {...props} />}
    </Frame>
  )
}

function Open({ busy, fault, languages, onPractise }: WelcomeViewProps & { state: 'open' }) {
  const { t } = useWords()
  const [name, setName] = useName()
  return (
    <Form onSubmit={() => onPractise(name)}>
      <NameField value={name} onChange={setName} />
      <MyLanguages mine={languages.mine} onChange={languages.setMine} />
      {fault !== undefined && <ToldOf cause={fault} />}
      <Actions>
        <Button look="primary" type="submit" isDisabled={busy}>
          {t('welcome-practise')}
        </Button>
        <ButtonLink href="/join">{t('welcome-invited')}</ButtonLink>
        <ButtonLink href="/restore" look="quiet">
          {t('files-restore-go')}
        </ButtonLink>
      </Actions>
      <Note>{t('welcome-guest')}</Note>
      <Note>{t('welcome-practise-note')}</Note>
    </Form>
  )
}

function Closed({ project }: WelcomeViewProps & { state: 'closed' }) {
  const { t } = useWords()
  return (
    <>
      <p>{t('welcome-closed', { name: project })}</p>
      <Actions>
        <ButtonLink href="/join" look="primary">
          {t('welcome-join')}
        </ButtonLink>
        <ButtonLink href="/restore" look="quiet">
          {t('files-restore-go')}
        </ButtonLink>
      </Actions>
    </>
  )
}

function NoHub({ trouble }: WelcomeViewProps & { state: 'no-hub' }) {
  const { t } = useWords()
  return (
    <>
      {trouble ? <ToldText told={trouble} /> : <p>{t('welcome-no-hub')}</p>}
      <Actions>
        <Button look="primary" onPress={() => location.reload()}>
          {t('welcome-try')}
        </Button>
        <ButtonLink href="/join">{t('welcome-invited')}</ButtonLink>
        <ButtonLink href="/restore" look="quiet">
          {t('files-restore-go')}
        </ButtonLink>
      </Actions>
    </>
  )
}
