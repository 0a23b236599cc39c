import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import type { Given } from './task-work.ts'
import { useDraft } from './use-draft.ts'

const kept: (Given | undefined)[] = []
let draft: ReturnType<typeof useDraft> | undefined
/** A letter that was typed a moment ago. */
let letter: string | undefined = 'a'

const ways: Parameters<typeof useDraft>[1] = {
  settle() {
    if (letter !== undefined) draft?.keeper.change({ text: letter })
    letter = undefined
  },
  keep: async (given) => void kept.push(given),
  keepNow() {},
  dropNow() {}
}

function Task() {
  draft = useDraft({ is: 'nothing' }, ways)
  return null
}

it('what was still to be told as a task is finished becomes no draft of it', async () => {
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(<Task />)
  await expect.poll(() => draft).toBeDefined()
  draft?.done()
  ways.settle()
  root.unmount()
  await draft?.keeper.flush()
  expect(kept).toEqual([])
})
