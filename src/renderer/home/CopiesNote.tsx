import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { Mended } from '../../client/journal/rows.ts'
import type { Copies } from '../../client/journal/writer.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { isKept } from '../platform/kept.ts'
import { platform } from '../platform/platform.ts'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useLive, useOpened } from '../project/device.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import { saveFile } from './save-file.ts'

/** On Today: what was mended from the second copy, once; and what could take both copies along, with the way out. */
export function CopiesNote() {
  const { t } = useWords()
  return (
    <>
      <MendedNote />
      {platform.kind === 'web' && <FateNote />}
      <p>
        <Link href="/work/copies">{t('files-go')}</Link>
      </p>
    </>
  )
}

function MendedNote() {
  const { device, twin } = useOpened()
  const mended = useLive(() => twin.mended())
  const { t, gap } = useWords()
  if (!mended) return null
  const seen = () => {
    twin.seen().then(
      () => device.refresh(),
      () => {} // then it is told once more
    )
  }
  return (
    <div role="status">
      <p>
        {phrasesOf(mended)
          .map((key) => t(key, { items: mended.items, drafts: mended.drafts }))
          .join(gap)}
      </p>
      <Button small onPress={seen}>
        {t('copies-seen')}
      </Button>
    </div>
  )
}

function phrasesOf({ is, drafts, damaged, newKey }: Mended): WordKey[] {
  if (is === 'journal') return ['mended-journal']
  return [
    'mended-store',
    ...(drafts > 0 ? (['mended-drafts'] as const) : []),
    ...(damaged ? (['mended-damaged'] as const) : []),
    ...(newKey ? (['mended-key'] as const) : [])
  ]
}

/** What a browser clears it clears whole: both copies share one fate there. */
function FateNote() {
  const { twin, bundle } = useOpened()
  const [kept, setKept] = useState<boolean>()
  const fateSeen = useOwn('copies-fate-seen')
  const [seen, setSeen] = useState(() => recall(fateSeen) !== undefined)
  const [saved, setSaved] = useState<{ readonly cause?: unknown }>()
  const worked = useLive(async (device) => (await device.work()).some(({ task, state }) => task && state !== 'draft'))
  const { t } = useWords()
  useEffect(() => {
    void isKept().then(setKept)
  }, [])
  const words = kept === undefined ? undefined : fateOf(twin.copies(), kept, worked === true && !seen)
  if (words === undefined) return null
  const save = () => {
    setSaved(undefined)
    bundle()
      .then(({ title, bytes }) => saveFile(title, bytes))
      .then(
        () => setSaved({}),
        (cause: unknown) => setSaved({ cause })
      )
  }
  return (
    <div>
      <p>{t(words)}</p>
      {saved && ('cause' in saved ? <ToldOf cause={saved.cause} /> : <p role="status">{t('copies-saved')}</p>)}
      {worked && (
        <Button small icon="export" onPress={save}>
          {t('copies-save')}
        </Button>
      )}
      {words === 'copies-fate' && (
        <Button
          small
          look="quiet"
          onPress={() => {
            remember(fateSeen, 'yes')
            setSeen(true)
          }}
        >
          {t('copies-seen')}
        </Button>
      )}
    </div>
  )
}

/** What a browser does not promise to keep comes first; that both copies lie in it is said once. */
function fateOf(copies: Copies, kept: boolean, isNews: boolean): WordKey | undefined {
  if (copies === 'one') return isSecureContext ? 'private-note' : 'copies-one'
  if (!kept) return 'private-note'
  return isNews ? 'copies-fate' : undefined
}
