import { platform } from '../platform/platform.ts'

/** What the first load leaves out, in the order in which somebody at work may need it. */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('../task/TaskScreens.tsx'),
  () => import('../message/Markdown.tsx'),
  () => import('../task/judge/JudgeWork.tsx'),
  () => import('../triage/TriageScreen.tsx'),
  () => import('../rounds/RoundScreen.tsx'),
  () => import('../task/rank/RankWork.tsx'),
  () => import('../work/WorkScreen.tsx'),
  () => import('../sync/SyncScreen.tsx'),
  () => import('../copies/CopiesScreen.tsx'),
  () => import('../../client/backup/device-files.ts'),
  () => import('../palette/Palette.tsx'),
  () => import('../wrong/WrongScreen.tsx'),
  () => import('../guide/GuideScreen.tsx'),
  () => import('../guide/GuideDialog.tsx'),
  () => import('./Settings.tsx'),
  () => import('../keys/KeysScreen.tsx'),
  () => import('../profiles/People.tsx'),
  () => import('../profiles/Settling.tsx'),
  () => import('../home/Borrow.tsx'),
  () => import('../goals/GoalsScreen.tsx'),
  () => import('../notes/NotesScreen.tsx'),
  () => import('../notes/Editor.tsx')
]

let started = false

/**
 * Over plain http on a network there is no worker that keeps the app's files. There a window loads all its parts while
 * the hub is near, one after another for slow links: whoever walks off with tasks must not find a screen missing.
 */
export async function loadParts(): Promise<void> {
  if (started || platform.kind === 'desktop' || 'serviceWorker' in navigator) return
  started = true
  for (const part of PARTS) await part().catch(() => {}) // its screen asks again
}
