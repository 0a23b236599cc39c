import styles from './Mark.module.css'

/** Our sign, beside our name. As `mark.svg`, in the colours of the theme. */
export function Mark({ small = false }: { small?: boolean }) {
  return (
    <svg className={small ? styles.small : styles.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M16 30V14.5M16 25c0-4-2.6-6-6.6-6M16 20.5c0-3.6 2.4-5.5 6-5.5" fill="none" stroke="currentColor" />
      <path d="M16 14.5c-3.3 0-5.5-2.3-5.5-5.6C10.5 5.4 13 2.6 16 1.5c3 1.1 5.5 3.9 5.5 7.4 0 3.3-2.2 5.6-5.5 5.6z" />
      <path
        d="M9.6 19c-.2 2.9-2.3 4.4-4.9 4.2C2.5 23 .9 21.3.8 18.3c2-1.6 4.4-2 6.2-1.2 1.2.5 2 1.2 2.6 1.9z"
        opacity=".72"
      />
      <path
        d="M21.9 15c.1-3 2.3-4.7 5-4.5 2.3.2 4 2 4.2 5.1-2.1 1.7-4.7 2-6.5 1.1-1.2-.5-2-1.1-2.7-1.7z"
        opacity=".72"
      />
    </svg>
  )
}
