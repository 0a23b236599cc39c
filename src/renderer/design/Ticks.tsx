import styles from './Ticks.module.css'

/** One tick a task: filled, hatched = skipped, tall = now. Says nothing that words beside it do not say. */
export function Ticks({ of }: { of: readonly ('open' | 'done' | 'skipped' | 'now')[] }) {
  return (
    <span className={styles.ticks} aria-hidden="true">
      {of.map((is, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
        <i key={place} data-is={is} />
      ))}
    </span>
  )
}
