import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { visible } from '../words/visible.ts'
import { useWords } from '../words/words.tsx'
import { Actions, Form, Frame } from './Frame.tsx'
import styles from './Join.module.css'
import { MyLanguages } from './MyLanguages.tsx'
import { NameField, useName } from './NameField.tsx'
import type { useMine } from './use-mine.ts'

type Joining = {
  /** The person has no project yet, and may not know what this is. */
  readonly isFirst: boolean
  readonly busy: boolean
  readonly fault: unknown
  readonly languages: ReturnType<typeof useMine>
  onJoin(name: string): void
  onOther(): void
}
export type JoinViewProps =
  | (Joining & {
      readonly state: 'asking'
      readonly text: string
      readonly takesCode: boolean
      onText(text: string): void
    })
  | (Joining & { readonly state: 'invited'; readonly address: string; readonly project: string | undefined })
  | { readonly state: 'member'; readonly project: string; readonly busy: boolean; onOpen(): void; onOther(): void }
  | { readonly state: 'elsewhere'; readonly address: string; readonly link: string; onOther(): void }

export function JoinView(props: JoinViewProps) {
  switch (props.state) {
    case 'asking':
      return <Asking {...props} />
    case 'invited':
      return <Invited {...props} />
    case 'member':
      return <AlreadyIn {...props} />
    case 'elsewhere':
      return <Elsewhere {...props} />
  }
}

function Asking(props: JoinViewProps & { state: 'asking' }) {
  const { isFirst, text, takesCode, busy, fault, languages, onText, onJoin } = props
  const { t } = useWords()
  const [name, setName] = useName()
  return (
    <Frame title={t('join-title')} {...(isFirst && { lead: t('welcome-what') })}>
      {isFirst && <LanguageChoice />}
      <p>{t(takesCode ? 'join-lead-code' : 'join-lead')}</p>
      <Form onSubmit={() => onJoin(name)}>
        <Field
          label={t(takesCode ? 'join-field-code' : 'join-field')}
          note={t(takesCode ? 'join-field-note-code' : 'join-field-note')}
          value={text}
          onChange={onText}
          autoFocus
          isCode
        />
        {fault !== undefined && <ToldOf cause={fault} />}
        <NameField value={name} onChange={setName} />
        {isFirst && <MyLanguages mine={languages.mine} onChange={languages.setMine} />}
        <Actions>
          <Button look="primary" type="submit" isDisabled={busy || text.trim() === ''}>
            {t('join-go')}
          </Button>
          <ButtonLink href="/" look="quiet">
            {t('join-back')}
          </ButtonLink>
        </Actions>
      </Form>
    </Frame>
  )
}

function Invited(props: JoinViewProps & { state: 'invited' }) {
  const { isFirst, address, project, busy, fault, languages, onJoin, onOther } = props
  const { t } = useWords()
  const [name, setName] = useName()
  return (
    <Frame title={t('join-invited')} {...(isFirst && { lead: t('welcome-what') })}>
      {isFirst && <LanguageChoice />}
      <dl className={styles.facts}>
        <dt>{t('join-project')}</dt>
        <dd>{project === undefined ? t('join-hub-tells') : <bdi>{visible(project)}</bdi>}</dd>
        <dt>{t('join-hub')}</dt>
        <dd>
          <bdi>{address}</bdi>
        </dd>
      </dl>
      <Form onSubmit={() => onJoin(name)}>
        <NameField value={name} onChange={setName} />
        {isFirst && <MyLanguages mine={languages.mine} onChange={languages.setMine} />}
        {fault !== undefined && <ToldOf cause={fault} />}
        <Actions>
          <Button look="primary" type="submit" isDisabled={busy}>
            {t('join-go')}
          </Button>
          <Button look="quiet" onPress={onOther}>
            {t('join-other')}
          </Button>
        </Actions>
      </Form>
    </Frame>
  )
}

function AlreadyIn({ project, busy, onOpen, onOther }: JoinViewProps & { state: 'member' }) {
  const { t } = useWords()
  return (
    <Frame title={t('join-member')} lead={t('join-member-lead', { name: project })}>
      <Actions>
        <Button look="primary" onPress={onOpen} isDisabled={busy}>
          {t('join-open', { name: project })}
        </Button>
        <Button look="quiet" onPress={onOther}>
          {t('join-other')}
        </Button>
      </Actions>
    </Frame>
  )
}

function Elsewhere({ address, link, onOther }: JoinViewProps & { state: 'elsewhere' }) {
  const { t } = useWords()
  return (
    <Frame title={t('join-elsewhere')} lead={t('join-elsewhere-lead', { address })}>
      <Actions>
        <Button look="primary" onPress={() => location.assign(link)}>
          {t('join-elsewhere-go', { address })}
        </Button>
        <Button look="quiet" onPress={onOther}>
          {t('join-other')}
        </Button>
      </Actions>
    </Frame>
  )
}
