import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { Device } from '../../client/device.ts'
import type { Notes } from '../../client/notes.ts'
import { useLive } from '../project/device.tsx'
import { languageTag } from './language-tag.ts'
import { type Kept, NotesView, type NotesViewProps } from './NotesView.tsx'

/** The notes of a language, or the languages that have some. */
export function NotesScreen({ lang }: { lang: string | undefined }) {
  const view = useNotes(lang)
  return view && <NotesView {...view} />
}

function useNotes(asked: string | undefined): NotesViewProps | undefined {
  const languages = useLive(languagesHere)
  const tag = asked === undefined ? undefined : languageTag(asked)
  const only = languages?.length === 1 ? languages[0] : undefined
  const lang = asked === undefined ? only : tag
  // Asks no store once the page is open, so that a change of its state shows at once.
  const notes = useLive((device) => (lang === undefined ? NO_PAGE : device.openNotes(lang)), lang)
  const syncing = useLive(isSyncing)
  const [, navigate] = useLocation()
  useEffect(() => {
    // One page, however its code is written.
    if (tag !== undefined && tag !== asked) navigate(`/notes/${tag}`, { replace: true })
  }, [asked, tag, navigate])

  if (!languages) return undefined
  const onOpen = (other: string) => navigate(`/notes/${other}`)
  if (asked !== undefined && tag === undefined) return { state: 'unknown', code: asked, languages, onOpen }
  if (lang === undefined) return { state: 'list', languages, onOpen }
  if (!notes) return undefined
  return {
    state: 'page',
    lang,
    languages: languages.includes(lang) ? languages : [...languages, lang],
    text: notes.text,
    kept: keptIn(notes, syncing ?? true),
    trouble: notes.trouble,
    onTryAgain: () => notes.refresh(),
    onOpen
  }
}

const NO_PAGE = Promise.resolve(undefined)

/** Languages of the work here, and those whose notes were read here before. */
async function languagesHere(device: Device): Promise<readonly string[]> {
  const [batches, opened] = await Promise.all([device.batches(), device.notesHere()])
  const ofWork = batches.flatMap(({ tasks }) => tasks.map(({ lang }) => lang))
  return [...new Set([...ofWork, ...opened].flatMap((lang) => languageTag(lang) ?? []))].sort()
}

async function isSyncing(device: Device): Promise<boolean> {
  return (await device.line()).syncing
}

function keptIn(notes: Notes, syncing: boolean): Kept {
  if (notes.trouble !== undefined) return 'failed'
  if (!notes.safe) return 'saving'
  if (notes.synced) return 'there'
  return syncing ? 'waiting' : 'other-window'
}
