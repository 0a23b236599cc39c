import type { CommandId } from './commands.ts'

/** What a screen can do now that a key does. */
type Offered = Readonly<Partial<Record<CommandId, (() => void) | undefined>>>

let offered: Offered = {}

/** @returns takes it back. */
export function offer(acts: Offered): () => void {
  offered = acts
  return () => {
    if (offered === acts) offered = {}
  }
}

export function offeredNow(): Offered {
  return offered
}
