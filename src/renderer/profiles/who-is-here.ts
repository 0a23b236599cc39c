import type { ProfileId } from '../../client/profiles/profile.ts'

/** Who works in this tab: it is not asked again when the page is loaded anew, but in every new one. */
const KEY = 'understory.profile'

export function whoIsHere(): ProfileId | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

export function isHere(id: ProfileId | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, id)
  } catch {
    // Storage is barred: then it is asked again.
  }
}
