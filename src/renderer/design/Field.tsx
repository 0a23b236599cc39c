import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import styles from './Field.module.css'

/** One line of text with its label, what it is for, and what is wrong with it. */
export function Field(props: {
  readonly label: string
  readonly value: string
  onChange(value: string): void
  readonly note?: string
  /** What is wrong, in words; absent: nothing. */
  readonly fault?: string | undefined
  readonly autoFocus?: boolean
  /** Codes and addresses run from left to right everywhere. */
  readonly isCode?: boolean
  /** Nobody who looks on shall read it. */
  readonly isSecret?: boolean
  readonly maxLength?: number
}) {
  const { label, note, fault, isCode = false, isSecret = false, ...rest } = props
  return (
    // 'aria': the browser's own check would keep a form from being submitted as long as a fault stands there.
    <TextField {...rest} className={styles.field} validationBehavior="aria" isInvalid={fault !== undefined}>
      <Label className={styles.label}>{label}</Label>
      <Input
        className={styles.input}
        type={isSecret ? 'password' : 'text'}
        dir={isCode ? 'ltr' : 'auto'}
        spellCheck={!isCode && !isSecret}
        // Of secrets a browser takes 'off' for a wish only: it would keep them in its own list.
        autoComplete={isSecret ? 'new-password' : 'off'}
      />
      {note !== undefined && (
        <Text slot="description" className={styles.note}>
          {note}
        </Text>
      )}
      <FieldError className={styles.fault}>{fault}</FieldError>
    </TextField>
  )
}
