import type { MenuItemConstructorOptions } from 'electron'

/**
 * Nothing is fetched for it: macOS and Windows check by what the system has, and on Linux a dictionary (`.bdic`) that
 * somebody has put into the folder `Dictionaries` of the profile is used. Chromium would ask a server of Google's for the
 * others, and so tell it who writes in which language: it is sent to a port where nobody is.
 */
export const NO_DICTIONARIES = 'http://127.0.0.1:9/'

/**
 * The languages that a person's system names, as far as the checker has them.
 *
 * @param preferred tags in the order of the system's settings: `de-AT`, `sw`.
 * @param available those of the checker: `de`, `pt-BR`, `pt-PT`.
 */
export function spelledIn(preferred: readonly string[], available: readonly string[]): string[] {
  const found = preferred.flatMap((tag) => {
    const base = baseOf(tag)
    const exact = available.find((each) => each.toLowerCase() === tag.toLowerCase())
    const own = exact ?? available.find((each) => each === base) ?? available.find((each) => baseOf(each) === base)
    return own ?? []
  })
  return [...new Set(found)]
}

/** What a press with the other button offers in a text: words instead of a wrong one, and what else is done to texts. */
export function textMenu(
  { isEditable, dictionarySuggestions: words }: { isEditable: boolean; dictionarySuggestions: readonly string[] },
  replace: (word: string) => void
): MenuItemConstructorOptions[] {
  if (!isEditable) return [{ role: 'copy' }]
  const instead = words.map((word): MenuItemConstructorOptions => ({ label: word, click: () => replace(word) }))
  const separator: MenuItemConstructorOptions[] = words.length > 0 ? [{ type: 'separator' }] : []
  return [...instead, ...separator, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }]
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
