import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { TurnedAway } from '../../client/errors.ts'
import type { KnownProject } from '../../client/projects.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { useDevice } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { useWords } from '../words/words.tsx'
import { Actions, Frame } from './Frame.tsx'

/** A hub on a slow link takes a moment; after this it is called silent. */
const PATIENCE = 6000
/** With these no other invite helps. */
const NOT_FOR_THE_INVITE = ['hub-trouble', 'newer-version']

/** Joined here, but the hub has not let this computer in yet. */
export function Joining({ project, turnedAway }: { project: KnownProject; turnedAway: string | undefined }) {
  const device = useDevice()
  const { forget } = useProjects()
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState(0)
  const [silent, setSilent] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever tries again waits again
  useEffect(() => {
    setSilent(false)
    const timer = setTimeout(() => setSilent(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [asked])
  const other = () => {
    navigate('/join') // first: its device is closed before the join is undone
    void forget(project)
  }
  const tryAgain = () => {
    setAsked(asked + 1)
    device.wake()
  }
  if (turnedAway !== undefined && NOT_FOR_THE_INVITE.includes(turnedAway))
    return <JoiningView state="later" reason={turnedAway} onTry={() => location.reload()} onOther={other} />
  if (turnedAway !== undefined) return <JoiningView state="away" reason={turnedAway} onOther={other} />
  if (!silent) return <JoiningView state="asking" project={project.name} />
  return <JoiningView state="silent" address={project.address} onTry={tryAgain} onOther={other} />
}

type JoiningViewProps =
  | { readonly state: 'asking'; readonly project: string }
  | { readonly state: 'silent'; readonly address: string; onTry(): void; onOther(): void }
  | { readonly state: 'later'; readonly reason: string; onTry(): void; onOther(): void }
  | { readonly state: 'away'; readonly reason: string; onOther(): void }

function JoiningView(props: JoiningViewProps) {
  const { t } = useWords()
  switch (props.state) {
    case 'asking':
      return (
        <Frame title={t('joining-title', { name: props.project })}>
          <p role="status">{t('joining-lead')}</p>
        </Frame>
      )
    case 'silent':
      return (
        <Frame title={t('joining-silent')}>
          <p role="status">{t('joining-silent-lead', { address: props.address })}</p>
          <Ways {...props} />
        </Frame>
      )
    case 'later':
      return (
        <Frame title={t('joining-away')}>
          <ToldOf cause={new TurnedAway(props.reason, 0)} />
          <Ways {...props} />
        </Frame>
      )
    case 'away':
      return (
        <Frame title={t('joining-away')}>
          <ToldOf cause={new TurnedAway(props.reason, 0)} />
          <Actions>
            <Button look="primary" onPress={props.onOther}>
              {t('joining-other')}
            </Button>
          </Actions>
        </Frame>
      )
  }
}

function Ways({ onTry, onOther }: { onTry(): void; onOther(): void }) {
  const { t } = useWords()
  return (
    <Actions>
      <Button look="primary" onPress={onTry}>
        {t('joining-try')}
      </Button>
      <Button look="quiet" onPress={onOther}>
        {t('joining-other')}
      </Button>
    </Actions>
  )
}
