/** Phrases by their keys. In the app the build has compiled them (build/catalogs.ts); in tests they are the texts. */
export type Phrases = Readonly<Record<string, unknown>>

/** One folder a language; each is fetched when it is chosen. A language without a folder is not offered. */
const FOLDERS = import.meta.glob<{ phrases: Phrases }>('./*/index.ts')

export function hasCatalog(lang: string): boolean {
  return fileOf(lang) in FOLDERS
}

/** @throws if it cannot be fetched. */
export async function loadCatalog(lang: string): Promise<Phrases> {
  const load = FOLDERS[fileOf(lang)]
  if (!load) throw new Error(`there is no folder ${lang}`)
  return (await load()).phrases
}

function fileOf(lang: string): string {
  return `./${lang}/index.ts`
}
