import type { ComponentType } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach } from 'vitest'
import { page } from 'vitest/browser'
import type { TaskRow } from '../../client/store/store.ts'
import type { Given, Missing, TaskWorkProps } from '../task/task-work.ts'
import { WordsProvider } from '../words/words.tsx'

/** A part of a task, drawn in a real browser without its frame: what it gives is kept. */
export function drawnPart(
  Part: ComponentType<TaskWorkProps>,
  fields: Pick<TaskRow, 'kind' | 'lang' | 'thread'> & Partial<TaskRow>
) {
  const task: TaskRow = { batch: 'b1'.repeat(32), place: 0, candidates: [], ...fields }
  const drawn = {
    gives: [] as [Given | undefined, Missing | undefined][],
    /** Where the person stands, as the part told last. */
    stand: undefined as (() => Given) | undefined,
    /** Makes it tell what it has not told yet. */
    settle: undefined as (() => void) | undefined,
    close: () => root?.unmount(),
    open(draft?: Given, stand?: Given): void {
      const onGive: TaskWorkProps['onGive'] = (given, beside) => {
        drawn.gives.push([given, beside?.missing])
        drawn.stand = beside?.stand
        drawn.settle = beside?.settle
      }
      root = createRoot(document.body.appendChild(document.createElement('div')))
      root.render(
        <WordsProvider>
          <Part task={task} draft={draft} stand={stand} onGive={onGive} />
        </WordsProvider>
      )
    }
  }
  let root: Root | undefined
  beforeEach(async () => {
    await page.viewport(1366, 768)
    drawn.gives = []
  })
  afterEach(() => root?.unmount())
  return drawn
}
