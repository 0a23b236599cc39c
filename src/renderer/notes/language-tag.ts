import { isLanguage } from '../../core/fact/shapes.ts'

/** A BCP 47 tag in its one form; undefined if it is none that hubs open notes for. */
export function languageTag(text: string): string | undefined {
  const written = text.trim().replaceAll('_', '-')
  if (!isLanguage(written)) return undefined
  try {
    return Intl.getCanonicalLocales(written)[0]
  } catch {
    return undefined
  }
}
