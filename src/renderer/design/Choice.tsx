import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import styles from './Choice.module.css'
import { Keys } from './Keys.tsx'

export type Option<V extends string> = {
  readonly value: V
  readonly words: ReactNode
  /** It stands apart: no answer like the others, but one all the same. */
  readonly isApart?: boolean
  /** The key that chooses it. */
  readonly keyName?: string
}

/** One of a few, side by side. Nothing chosen is a state of its own. */
export function Choice<V extends string>(props: {
  readonly label: ReactNode
  /** The label is there for screen readers alone. */
  readonly labelHidden?: boolean
  readonly options: readonly Option<V>[]
  readonly value: V | undefined
  onChoose(value: V): void
}) {
  const { label, labelHidden = false, options, value, onChoose } = props
  return (
    <RadioGroup
      className={styles.group}
      orientation="horizontal"
      value={value ?? null}
      onChange={(chosen) => onChoose(chosen as V)}
    >
      <Label className={labelHidden ? 'hide' : styles.label}>{label}</Label>
      <div className={styles.options}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className={styles.option}
            {...(option.isApart && { 'data-apart': '' })}
          >
            {option.words}
            {option.keyName && <Keys names={[option.keyName]} />}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
