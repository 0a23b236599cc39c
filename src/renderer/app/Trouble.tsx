import { Component, type ReactNode } from 'react'
import { type Told, UnderstoryError } from '../../core/error.ts'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Trouble.module.css'

/** Shows what went wrong inside it: what became of the work, the cause, one thing to do. */
export class Trouble extends Component<{ readonly children: ReactNode }, { readonly cause?: unknown }> {
  override state: { readonly cause?: unknown } = {}
  static getDerivedStateFromError(cause: unknown) {
    return { cause }
  }
  override render() {
    return 'cause' in this.state ? <TroubleScreen cause={this.state.cause} /> : this.props.children
  }
}

function TroubleScreen({ cause }: { cause: unknown }) {
  const { t } = useWords()
  return (
    <main className={styles.screen}>
      <h1>{t('trouble-title')}</h1>
      <ToldOf cause={cause} />
      <Button look="primary" onPress={() => location.reload()}>
        {t('trouble-reload')}
      </Button>
    </main>
  )
}

/** An error in the person's words. */
export function ToldOf({ cause }: { cause: unknown }) {
  const { t } = useWords()
  if (cause instanceof UnderstoryError) return <ToldText told={cause.told} code={cause.code} />
  console.error(cause)
  return <p className={styles.told}>{t('trouble-unknown')}</p>
}

/** What became of the work, the cause, one thing to do; the code is for whoever helps. */
export function ToldText({ told, code }: { told: Told; code?: string }) {
  const words = useWords()
  const { gap } = words
  return (
    <div className={styles.told} role="alert">
      <Icon name="warn" />
      <p>
        <b>{words.told(told.work)}</b>
        {gap}
        {words.told(told.cause)}
        {gap}
        {words.told(told.action)} {code !== undefined && <bdi>{code}</bdi>}
      </p>
    </div>
  )
}
