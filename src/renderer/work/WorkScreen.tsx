import { useDeferredValue, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { taskKey } from '../../client/store/store.ts'
import type { Work } from '../../client/work.ts'
import { useToast } from '../design/Toast.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { changePathOf, workPathOf } from '../task/next-task.ts'
import { useWords } from '../words/words.tsx'
import { aboutOf } from './became.ts'
import {
  continuePathOf,
  deedOf,
  doneIn,
  type Filter,
  filtered,
  keyOf,
  sought,
  stateNamed,
  summaryOf
} from './summary.ts'
import { WorkView, type WorkViewProps } from './WorkView.tsx'

/** My work: everything finished or begun here, and what became of it. */
export function WorkScreen() {
  return <WorkView {...useWork()} />
}

const NO_WORK: readonly Work[] = []

function useWork(): WorkViewProps {
  const device = useDevice()
  const { t } = useWords()
  const { show } = useToast()
  const [, navigate] = useLocation()
  const address = new URLSearchParams(useSearch())
  const asked = address.get('item')
  const ofState = stateNamed(address.get('state'))
  const [filter, setFilter] = useState<Filter>('all')
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words)
  const [wrong, setWrong] = useState<{ readonly key: string; readonly cause: unknown }>()
  const read = useLive(async (from) => ({
    work: doneIn(await from.work()),
    became: await from.became(),
    notes: await from.privateNotes()
  }))
  if (!read) return { state: 'loading' }
  const { work, became, notes } = read
  if (work.length === 0) return { state: 'empty' }

  const undo = async (each: Work) => {
    if (each.id === undefined) return
    try {
      await device.undo(each.id)
      show({ words: t(each.task ? 'work-undone' : 'work-undone-remark') })
      const now = each.task && (await device.task(each.task.batch, each.task.place))
      navigate(now ? workPathOf(now) : '/work', { replace: !now })
    } catch (cause) {
      setWrong({ key: keyOf(each), cause })
    }
  }
  const open = (each: Work) => {
    const deed = deedOf(each)
    if (deed === 'undo') void undo(each)
    if (deed === 'change' && each.task) navigate(changePathOf(each.task))
    if (deed === 'continue') navigate(continuePathOf(each))
  }
  const ofIt = work.filter(({ state }) => ofState === undefined || state === ofState)
  const list = sought(filtered(ofIt, filter), wanted)
  const chosen = list.find((each) => keyOf(each) === asked)
  const shown = chosen ?? list[0]
  return {
    state: 'list',
    ...(ofState && { ofState }),
    summary: summaryOf(work),
    filter,
    onFilter: setFilter,
    sought: words,
    onSeek: setWords,
    list,
    ...(shown && { shown, about: aboutOf(shown, work, became), ...noteOn(shown, notes) }),
    grownOf: (each) => aboutOf(each, NO_WORK, became).grown,
    isChosen: chosen !== undefined,
    // One step back leads out of the item, however many were looked at.
    onChoose: (each) => navigate(pathOf(ofState, keyOf(each)), { replace: chosen !== undefined }),
    onBack: () => navigate(pathOf(ofState)),
    onOpen: open,
    onLook: (id) => navigate(`/work?item=${id}`, { replace: true }),
    ...(wrong && wrong.key === (shown && keyOf(shown)) && { wrong: wrong.cause })
  }
}

function noteOn({ task }: Work, notes: ReadonlyMap<string, string>): { readonly note?: string } {
  const note = task && notes.get(taskKey(task.batch, task.place))
  return note === undefined ? {} : { note }
}

/** The list, of one state or of all, with an item open or with none. */
function pathOf(state: Work['state'] | undefined, item?: string): string {
  const asked = new URLSearchParams({ ...(state && { state }), ...(item !== undefined && { item }) })
  return asked.size > 0 ? `/work?${asked}` : '/work'
}
