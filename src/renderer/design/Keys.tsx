import styles from './Keys.module.css'

/** Says which keys do it, one box a key; never the only way. Keys stay left to right. */
export function Keys({ names }: { names: readonly string[] }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {names.map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  )
}
