import { useState } from 'react'
import { useLocation } from 'wouter'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { useOpened } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { Actions, Frame, Note } from './Frame.tsx'
import { useLooking } from './looking.ts'
import { type ReadTerms, Terms } from './Terms.tsx'

type Asking = { readonly hash: string; readonly words: string; readonly accepted: boolean }

/** The terms of the project, asked once; at /terms they can be read again. */
export function Consent({ terms, onLook }: { terms: Asking; onLook(): void }) {
  const { project, device } = useOpened()
  const { lookAround } = useLooking(project.id)
  const [path, navigate] = useLocation()
  const [fault, setFault] = useState<unknown>()
  const leave = () => {
    if (path === '/terms') navigate('/')
  }
  const agree = () => {
    device.acceptTerms().then(leave, setFault)
  }
  const look = () => {
    lookAround(terms.hash)
    onLook()
    leave()
  }
  const lines = terms.words.split('\n').filter((line) => line.trim() !== '')
  const shown = { project: project.name, practice: project.practice, hash: terms.hash, lines }
  if (terms.accepted) return <ConsentView state="agreed" {...shown} />
  return <ConsentView state="asked" {...shown} fault={fault} onAgree={agree} onLook={look} />
}

type Shown = ReadTerms & { readonly project: string; readonly practice: boolean }
type ConsentViewProps =
  | (Shown & { readonly state: 'asked'; readonly fault: unknown; onAgree(): void; onLook(): void })
  | (Shown & { readonly state: 'agreed' })

function ConsentView(props: ConsentViewProps) {
  const { t } = useWords()
  const { project, practice, hash, lines } = props
  return (
    <Frame title={t('consent-title')} lead={t('consent-lead', { name: project })}>
      {lines.length === 0 ? <p>{t('consent-none')}</p> : <Terms hash={hash} lines={lines} />}
      {practice && <Note>{t('consent-practice')}</Note>}
      {props.state === 'asked' ? <Asked {...props} /> : <Agreed />}
    </Frame>
  )
}

function Asked({ lines, fault, onAgree, onLook }: ConsentViewProps & { state: 'asked' }) {
  const { t } = useWords()
  return (
    <>
      {fault !== undefined && <ToldOf cause={fault} />}
      <Actions>
        {lines.length > 0 && (
          <Button look="primary" onPress={onAgree}>
            {t('consent-agree')}
          </Button>
        )}
        <Button look="quiet" onPress={onLook}>
          {t('consent-look')}
        </Button>
      </Actions>
      <Note>{t('consent-look-note')}</Note>
    </>
  )
}

function Agreed() {
  const { t } = useWords()
  return (
    <>
      <p role="status">{t('consent-agreed')}</p>
      <Actions>
        <ButtonLink href="/" look="primary">
          {t('back-home')}
        </ButtonLink>
      </Actions>
    </>
  )
}
