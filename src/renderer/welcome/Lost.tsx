import { useState } from 'react'
import { useLocation } from 'wouter'
import type { KnownProject } from '../../client/projects.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { useProjects } from '../project/projects.tsx'
import { useWords } from '../words/words.tsx'
import { Actions, Frame } from './Frame.tsx'

/** The list of projects knows this one, but its database is empty: somebody has cleared it. */
export function Lost({ project }: { project: KnownProject }) {
  const { hub, join, forget } = useProjects()
  const [, navigate] = useLocation()
  const [fault, setFault] = useState<unknown>()
  const invite = hub?.project === project.id && hub.open ? hub.invite : undefined
  const again = () => {
    navigate('/join')
    void forget(project)
  }
  return (
    <LostView
      project={project.name}
      fault={fault}
      {...(invite === undefined
        ? { state: 'join', onJoin: again }
        : { state: 'practice', onStart: () => void join(invite).catch(setFault) })}
    />
  )
}

type LostViewProps = { readonly project: string; readonly fault: unknown } & (
  | { readonly state: 'practice'; onStart(): void }
  | { readonly state: 'join'; onJoin(): void }
)

function LostView(props: LostViewProps) {
  const { t } = useWords()
  return (
    <Frame title={t('lost-title')} lead={t('lost-work')}>
      <p>{t('lost-cause', { name: props.project })}</p>
      {props.fault !== undefined && <ToldOf cause={props.fault} />}
      <Actions>
        <Button look="primary" onPress={props.state === 'practice' ? props.onStart : props.onJoin}>
          {t(props.state === 'practice' ? 'lost-again' : 'lost-join')}
        </Button>
        <ButtonLink href="/restore">{t('files-restore-go')}</ButtonLink>
      </Actions>
    </Frame>
  )
}
