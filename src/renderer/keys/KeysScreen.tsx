import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Page } from '../app/Page.tsx'
import { Button } from '../design/Button.tsx'
import { Keys } from '../design/Keys.tsx'
import { PLACE_WORDS } from '../help/shortcuts.ts'
import { isComposing } from '../task/use-task-keys.ts'
import { useWords, type Words } from '../words/words.tsx'
import { bind, bindingsNow, chordsOf, letSingles, unbind } from './bindings.ts'
import { type Chord, chordOf, MOD } from './chord.ts'
import { COMMAND_IDS, COMMANDS, type CommandId, SCOPES } from './commands.ts'
import styles from './KeysScreen.module.css'
import { type Refusal, refusal } from './refusal.ts'
import { useKeyNames } from './use-key-names.ts'

/** What became of the key that was pressed last. */
type Said =
  | { readonly is: 'put'; readonly id: CommandId; readonly chord: Chord }
  | { readonly is: 'refused'; readonly id: CommandId; readonly chord: Chord; readonly why: Refusal }
  | { readonly is: 'reset' }

/** Every key that can be put elsewhere, by where it works. */
export function KeysScreen() {
  const { t } = useWords()
  const { singles } = useKeyNames()
  const [listening, setListening] = useState<CommandId>()
  const [said, setSaid] = useState<Said>()
  const put = (id: CommandId, chord: Chord, from?: CommandId) => {
    bind(id, chord, from)
    setSaid({ is: 'put', id, chord })
  }
  const hear = (id: CommandId, chord: Chord) => {
    setListening(undefined)
    const why = refusal(id, chord, chordsOf)
    if (why) setSaid({ is: 'refused', id, chord, why })
    else put(id, chord)
  }
  const row = (id: CommandId) => (
    <Row
      key={id}
      id={id}
      isListening={listening === id}
      onListen={() => {
        setSaid(undefined)
        setListening(id)
      }}
      onHear={(chord) => hear(id, chord)}
      onLeave={() => setListening(undefined)}
    >
      {said && 'id' in said && said.id === id && <SaidOf said={said} onTake={put} />}
    </Row>
  )
  return (
    <Page title={t('keys-change-go')}>
      <label className={styles.singles}>
        <input type="checkbox" checked={singles} onChange={({ target }) => letSingles(target.checked)} />
        <span>
          {t('keys-singles')}
          <small>{t('keys-singles-note', { mod: MOD })}</small>
        </span>
      </label>
      {SCOPES.map((scope) => (
        <section key={scope} className={styles.scope}>
          <h2>{t(PLACE_WORDS[scope])}</h2>
          <ul>{COMMAND_IDS.filter((id) => COMMANDS[id].in === scope).map(row)}</ul>
        </section>
      ))}
      <div className={styles.all}>
        <Button
          onPress={() => {
            unbind()
            setSaid({ is: 'reset' })
          }}
        >
          {t('keys-reset-all')}
        </Button>
        <p role="status">{said?.is === 'reset' && t('keys-reset-done')}</p>
      </div>
    </Page>
  )
}

function Row(props: {
  readonly id: CommandId
  readonly isListening: boolean
  onListen(): void
  onHear(chord: Chord): void
  onLeave(): void
  readonly children: React.ReactNode
}) {
  const { id, isListening, onListen, onHear, onLeave, children } = props
  const { t } = useWords()
  const keys = useKeyNames()
  const place = useRef<HTMLLIElement>(null)
  const wasListening = useRef(false)
  const name = nameOf(t, id)
  const ways = keys.all(id)
  const isChanged = bindingsNow().keys[id] !== undefined
  useEffect(() => {
    // The button that listened is gone.
    if (wasListening.current && !isListening) place.current?.querySelector('button')?.focus()
    wasListening.current = isListening
  }, [isListening])
  return (
    <li ref={place} className={styles.row}>
      <span>{t(COMMANDS[id].words)}</span>
      <span className={styles.ways} dir="ltr">
        {ways.map((way) => (
          <Keys key={way.join()} names={way} />
        ))}
        {ways.length === 0 && <small>{t('keys-no-key')}</small>}
        <span className="hide">{ways.map((way) => way.join(' ')).join(', ')}</span>
      </span>
      <span className={styles.deeds}>
        {isListening ? (
          <Listening words={t('keys-press', { name })} onHear={onHear} onLeave={onLeave} />
        ) : (
          <Button small label={t('rank-button-of', { button: t('keys-change-one'), card: name })} onPress={onListen}>
            {t('keys-change-one')}
          </Button>
        )}
        {isChanged && !isListening && (
          <Button
            small
            look="quiet"
            label={t('rank-button-of', { button: t('keys-reset'), card: name })}
            onPress={() => {
              unbind(id)
              place.current?.querySelector('button')?.focus()
            }}
          >
            {t('keys-reset')}
          </Button>
        )}
      </span>
      <div role="status" className={styles.said}>
        {children}
      </div>
    </li>
  )
}

/** What it is called where its place is not seen: what has another's words in this language is told by its place too. */
function nameOf(t: Words['t'], id: CommandId): string {
  const wordsOf = (one: CommandId) => t(COMMANDS[one].words)
  const name = wordsOf(id)
  const isOne = COMMAND_IDS.every((one) => one === id || wordsOf(one) !== name)
  return isOne ? name : t('rank-button-of', { button: t(PLACE_WORDS[COMMANDS[id].in]), card: name })
}

/** Has the focus until a key is pressed; Esc and Tab leave everything as it is. */
function Listening({ words, onHear, onLeave }: { words: string; onHear(chord: Chord): void; onLeave(): void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const heard = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return onLeave()
    const chord = isComposing(event.nativeEvent) ? undefined : chordOf(event.nativeEvent)
    if (chord !== undefined) onHear(chord)
  }
  return (
    <button ref={button} type="button" className={styles.listening} onKeyDown={heard} onBlur={onLeave}>
      {words}
    </button>
  )
}

function SaidOf(props: {
  said: Exclude<Said, { is: 'reset' }>
  onTake(id: CommandId, chord: Chord, from: CommandId): void
}) {
  const { said, onTake } = props
  const { t } = useWords()
  const keys = useKeyNames()
  const name = nameOf(t, said.id)
  const key = `\u2066${keys.name(said.chord).join(' ')}\u2069`
  if (said.is === 'put') return t('keys-put', { name, key })
  const { why } = said
  if (why.is !== 'taken') return t(`keys-${why.is}`, { key, mod: MOD })
  const other = why.by
  return (
    <>
      {t('keys-taken', { key, name, other: nameOf(t, other) })}{' '}
      <Button small onPress={() => onTake(said.id, said.chord, other)}>
        {t('keys-take', { name })}
      </Button>
    </>
  )
}
