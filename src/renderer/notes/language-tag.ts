/** What hubs open notes for; a private tag (x-…) names no language. */
const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i

/** A BCP 47 tag in its one form; undefined if it is none. */
export function languageTag(text: string): string | undefined {
  const written = text.trim().replaceAll('_', '-')
  if (!LANGUAGE.test(written)) return undefined
  try {
    return Intl.getCanonicalLocales(written)[0]
  } catch {
    return undefined
  }
}
