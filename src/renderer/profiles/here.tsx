import { createContext, useContext } from 'react'
import { FIRST, type Lock, type Profile } from '../../client/profiles/profile.ts'
import { visible } from '../words/visible.ts'
import type { Here } from './door.ts'

export type HereView = Here & {
  /** The key of the texts; absent: there is no PIN. */
  readonly secret: Uint8Array | undefined
  rename(name: string): Promise<void>
  /** Minutes without a hand on the computer until it locks itself; 0: never. */
  lockAfter(minutes: number): Promise<void>
  /** [PF5] Sets or changes the PIN. All that is open here closes meanwhile, and opens again. */
  sealBy(lock: Lock, secret: Uint8Array): Promise<void>
  /** [PF5] Takes the PIN away. */
  unseal(secret: Uint8Array): Promise<void>
  /** Closes everything; whoever has a PIN is asked for it. */
  lock(): void
  /** Closes everything, and asks who works here. */
  leave(): void
  /** Somebody new works here from now on. */
  add(name: string): Promise<void>
}

export const HereContext = createContext<HereView | undefined>(undefined)

/** Whoever works at this computer now. */
export function useHere(): HereView {
  const here = useMaybeHere()
  if (!here) throw new Error('no ProfilesProvider around this')
  return here
}

/** undefined: nobody was let in yet. */
export function useMaybeHere(): HereView | undefined {
  return useContext(HereContext)
}

/** The name of a small choice of this person's, where `platform/remember.ts` keeps it; the first one's are called as ever. */
export function useOwn(choice: string): string {
  const { id } = useHere().profile
  return id === FIRST ? choice : `${id}.${choice}`
}

/** Of somebody who never said a name. */
export function nameOf({ name }: Profile, unnamed: string): string {
  return name === '' ? unnamed : visible(name)
}
