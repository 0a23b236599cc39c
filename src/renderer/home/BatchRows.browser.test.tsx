import { createRoot, type Root } from 'react-dom/client'
import { afterEach, expect, it } from 'vitest'
import type { Batch, BatchTask } from '../../client/work.ts'
import { WordsProvider } from '../words/words.tsx'
import { BatchRows } from './BatchRows.tsx'
import { openBatches } from './today.ts'

/** A busy machine draws late. */
const WAIT = { timeout: 10_000 }

let root: Root | undefined
afterEach(() => root?.unmount())

const batch = (id: string, ...are: BatchTask['is'][]): Batch => ({
  ...{ id, until: 2e9 },
  tasks: are.map((is, place) => ({
    ...{ batch: id, place, kind: 'assistant_reply', lang: 'en', thread: [], candidates: [] },
    is
  }))
})

it('a batch in which nothing is done is started, one that is begun is gone on with', async () => {
  const batches = openBatches([batch('a', 'open', 'open'), batch('b', 'done', 'open'), batch('c', 'skipped', 'open')])
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <WordsProvider>
      <BatchRows batches={batches} timeOf={() => ({ seconds: 60, basis: 'own' })} />
    </WordsProvider>
  )
  await expect
    .poll(() => [...document.querySelectorAll('li a')].map((link) => [link.textContent, link.ariaLabel]), WAIT)
    .toEqual([
      ['Start', 'Start: English: write'],
      ['Continue', 'Continue: English: write'],
      ['Continue', 'Continue: English: write']
    ])
})
