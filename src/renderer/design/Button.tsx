import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Link } from 'wouter'
import styles from './Button.module.css'
import { Icon, type IconName } from './Icon.tsx'
import { Keys } from './Keys.tsx'

type Look = {
  /** One primary button a screen; `strong` where the primary one is elsewhere. */
  readonly look?: 'primary' | 'plain' | 'strong' | 'quiet'
  readonly icon?: IconName
  /** The keys that do the same, one box each, as the person's keyboard shows them. */
  readonly keys?: readonly string[] | undefined
  readonly small?: boolean
  readonly children: ReactNode
}

export type ButtonProps = Look & {
  readonly onPress?: () => void
  readonly isDisabled?: boolean
  readonly type?: 'button' | 'submit'
  readonly autoFocus?: boolean
  /** For a button whose words alone do not say what it is about. */
  readonly label?: string
  /** Whether it is switched on; absent: it is no switch. */
  readonly pressed?: boolean
  /** Closes the dialog it stands in with `slot="close"`. */
  readonly slot?: string
}

export function Button({ label, pressed, ...props }: ButtonProps) {
  const { look, icon, keys, small, children, ...rest } = props
  return (
    <AriaButton
      {...rest}
      className={classOf(props)}
      {...(label !== undefined && { 'aria-label': label })}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      <Inside icon={icon} keys={keys}>
        {children}
      </Inside>
    </AriaButton>
  )
}

/** Leads to another screen, and looks like a button. */
export function ButtonLink({ href, ...props }: Look & { readonly href: string }) {
  return (
    <Link href={href} className={classOf(props)}>
      <Inside icon={props.icon} keys={props.keys}>
        {props.children}
      </Inside>
    </Link>
  )
}

function Inside({ icon, keys, children }: Pick<Look, 'icon' | 'keys' | 'children'>) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Keys names={keys} />}
    </>
  )
}

function classOf({ look = 'plain', small }: Look): string {
  return [styles.button, styles[look], small && styles.compact].filter(Boolean).join(' ')
}
