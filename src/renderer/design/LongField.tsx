import { useId } from 'react'
import styles from './LongField.module.css'

/** Several lines of text with their label and what they are for. */
export function LongField(props: {
  readonly label: string
  readonly note: string
  /** What is wrong with what stands there. */
  readonly fault?: string | undefined
  /** What stands there at first; what is typed then is told, and not given back. */
  readonly before?: string
  onType(text: string): void
  readonly rows: number
  readonly autoFocus?: boolean
  readonly maxLength?: number
}) {
  const { label, note, fault, before = '', onType, autoFocus = false, ...rest } = props
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        <b>{label}</b>
      </label>
      <textarea
        {...rest}
        id={id}
        // biome-ignore lint/a11y/noAutofocus: whoever asks for it opens a dialog for this field
        autoFocus={autoFocus}
        dir="auto"
        autoComplete="off"
        defaultValue={before}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? `${id}-note` : `${id}-fault ${id}-note`}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {fault !== undefined && (
        <p id={`${id}-fault`} role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
      <p id={`${id}-note`} className={styles.note}>
        {note}
      </p>
    </div>
  )
}
