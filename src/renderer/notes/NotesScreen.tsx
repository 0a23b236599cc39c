export function NotesScreen(_: { lang: string | undefined }) {
  return null
}
