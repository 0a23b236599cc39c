import type { ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import type { Device } from '../../client/device.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import type { Work } from '../../client/work.ts'
import { HereContext } from '../profiles/here.tsx'
import { OpenedContext } from '../project/device.tsx'
import { rowsOf } from '../task/judge/labels.ts'
import { PassageDialog } from '../task/judge/PassageDialog.tsx'
import { ReportDialog } from '../task/ReportDialog.tsx'
import { CardText } from '../task/rank/CardText.tsx'
import { Differences } from '../task/rank/Differences.tsx'
import { Question } from '../task/rank/Question.tsx'
import { useRankWords } from '../task/rank/use-rank-words.ts'
import { Face } from '../triage/Face.tsx'
import { WordsProvider } from '../words/words.tsx'
import { GivenPart } from '../work/GivenPart.tsx'
import { Marked } from '../work/Marked.tsx'
import { WorkExcerpt } from '../work/WorkExcerpt.tsx'
import type { Shown } from './Message.tsx'

const HARSH = 'He took a **stick**.'
const harsh: Shown = { id: 'harsh', role: 'assistant', lang: 'en', text: HARSH }
const calm: Shown = { id: 'calm', role: 'assistant', lang: 'en', text: 'He took **some** tea.' }
const base = { batch: 'b1'.repeat(32), place: 0, lang: 'en', candidates: [] }
const label: TaskRow = { ...base, kind: 'label_assistant_reply', thread: [calm, harsh] }
const rank: TaskRow = { ...base, place: 1, kind: 'rank_assistant_replies', thread: [harsh], candidates: [calm, harsh] }

let root: Root
let device: Device
beforeEach(async () => {
  device = (await offlineDevice(label, rank)).device
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => root.unmount())

function render(drawn: ReactNode): void {
  root.render(
    <HereContext value={{ profile: { id: '' } } as never}>
      <OpenedContext value={{ device } as never}>
        <WordsProvider>{drawn}</WordsProvider>
      </OpenedContext>
    </HereContext>
  )
}

/** All that can be read, and be read aloud. */
function heard(): string {
  const shown = (node: Element): string =>
    node.matches('[inert]')
      ? ''
      : node instanceof HTMLTextAreaElement
        ? node.value
        : [...node.childNodes].map((each) => (each instanceof Element ? shown(each) : each.textContent)).join('')
  // A dialog makes what is around it inert, and stands beside it.
  return shown(document.querySelector('[role=dialog]') ?? document.body.lastElementChild ?? document.body)
}

const work = (task: TaskRow, given: Work['given'], text?: string): Work => ({
  ...{ kind: task.kind, saved: 0, state: 'received', given, task },
  ...(text !== undefined && { text })
})
const flag = rowsOf(label.kind).find((row) => row.is === 'flag')
const none = () => {}

function Compared({ first = calm, second = harsh }: { first?: Shown; second?: Shown }) {
  const words = useRankWords(rank)
  return <Differences {...{ candidates: [first, second], cards: [0, 1], held: 1, words }} onClose={none} />
}

const WHOLE: readonly (readonly [string, () => ReactNode])[] = [
  ['the differences of two of them', () => <Compared />],
  ['a card', () => <CardText message={harsh} name="B" layout="list" onSeen={none} />],
  ['a column', () => <CardText message={harsh} name="B" layout="columns" onSeen={none} />],
  ['what is replied to', () => <Question thread={rank.thread} />],
  ['a card to judge', () => <Face task={{ ...label, is: 'open' }} isTop isBegun={false} label="1" />],
  ['an order that was given', () => <GivenPart work={work(rank, { order: [1, 0] })} />],
  [
    'where passages are marked',
    () => <PassageDialog row={flag!} message={{ ...harsh, text: HARSH }} passages={[]} onChange={none} onClose={none} />
  ],
  [
    'a passage that was marked',
    () => <Marked work={work(label, { labels: {}, evidence: [{ label: flag?.label ?? '', start: 0, end: 19 }] })} />
  ]
]
describe.each(WHOLE)('a message in %s', (_, draw) => {
  it('that was reported here is covered until somebody wants it', async () => {
    await device.report('harsh', 'It threatens me.')
    render(draw())
    await expect.poll(heard).toContain('You have reported this message.')
    expect(heard()).not.toContain('stick')
    await page.getByRole('button', { name: 'Show it' }).first().click()
    await expect.poll(heard).toContain('stick')
  })

  it('that nobody found hard to read is not covered', async () => {
    render(draw())
    await expect.poll(heard).toContain('stick')
    expect(document.querySelector('[role=dialog] [inert]')).toBeNull()
  })
})

const SHORT: readonly (readonly [string, () => ReactNode])[] = [
  ['of the list of my work', () => <WorkExcerpt work={work(label, {})} />],
  ['of the dialog that reports', () => <ReportDialog task={label} isOpen onClose={none} />]
]
describe.each(SHORT)('an excerpt %s', (_, draw) => {
  it('says why the message is covered, and no word of it', async () => {
    await device.flag('harsh')
    render(draw())
    await expect.poll(heard).toContain('You have reported this message.')
    expect(heard()).not.toContain('stick')
  })

  it('tells a calm message in plain words', async () => {
    render(draw())
    await expect.poll(heard).toContain('He took a stick.')
  })
})

it('an excerpt of what reviewers found hard to read, or what warns of itself, says so', async () => {
  const thread = [
    { ...calm, sensitive: true as const },
    { ...harsh, text: `CW: violence\n\n${HARSH}` }
  ]
  render(<ReportDialog task={{ ...label, thread }} isOpen onClose={none} />)
  await expect.poll(heard).toContain('This message warns of what it says.')
  expect(heard()).toContain('Reviewers found that this message may be hard to read.')
  expect(heard()).not.toMatch(/stick|tea/)
  const [name, words] = document.querySelectorAll('[role=dialog] label b, [role=dialog] label b + span')
  expect(words?.getBoundingClientRect().top).toBeGreaterThanOrEqual(name?.getBoundingClientRect().bottom ?? 0)
})

it('other differences than those that somebody wanted to see are covered again', async () => {
  const sensitive = { sensitive: true as const }
  render(<Compared first={{ ...calm, ...sensitive }} second={{ ...harsh, ...sensitive }} />)
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(heard).toContain('stick')
  await page.getByRole('combobox').first().selectOptions('1')
  await expect.poll(heard).not.toContain('stick')
})

it('what somebody has written themselves is covered nowhere', async () => {
  const mine = work({ ...base, kind: 'prompter_reply', thread: [calm] }, {}, `CW: violence\n\n${HARSH}`)
  render(
    <>
      <WorkExcerpt work={mine} />
      <GivenPart work={mine} />
    </>
  )
  await expect.poll(() => heard().match(/stick/g)).toHaveLength(2)
})
