/**
 * `npm run kills -- browser [--kills N] [--seed S]`: a real Chromium killed with -9 while somebody types, at random
 * moments (50 unless told otherwise). It ends with one line, and with 1 if anything finished or more than two seconds of typing was
 * lost.
 */
import { parseArgs } from 'node:util'
import { Chance } from '../../src/core/examples/chance.ts'
import { textsIn } from '../exported.ts'
import { cleanUp, succeeds } from '../understory.ts'
import { lineSays, Workplace } from './at-work.ts'
import { closeAll } from './browser-window.ts'
import { pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'

/** The practice project has something to write in each, so much in all. */
const LANGUAGES = ['en', 'ja', 'ar', 'sw', 'es']
const TASKS = 14
/** Milliseconds of typing that a kill may cost. */
export const MOST_LOST = 2000

export type Tally = {
  readonly kills: number
  /** Items that the screen called finished, and those of them that the project holds once. */
  readonly finished: number
  readonly held: number
  /** Of each kill: how long before it the first letter was typed that is gone; 0: none is. */
  readonly lost: readonly number[]
  /** What came back otherwise than as a beginning of what was typed, or with the caret elsewhere. */
  readonly wrong: readonly string[]
}

export async function killedWhileTyping(kills: number, seed: number, tell = (_: string) => {}): Promise<Tally> {
  const random = new Chance(seed)
  const between = (least: number, most: number) => least + random.below(most - least)
  const place = await Workplace.open()
  const eva = new Volunteer('Eva', pointer)
  const finished: string[] = []
  const lost: number[] = []
  const wrong: string[] = []
  await eva.joins(place.hub.invite)
  for (const lang of LANGUAGES) await eva.borrows(lang, 'write', 5)
  await eva.goesHome()
  await eva.opensTaskHere('write')
  const field = () => eva.page.getByRole('textbox', { name: eva.t('write-label') })
  let there = ''

  for (let kill = 1; kill <= kills; kill++) {
    let task = eva.page.url()
    let text = there
    let handed: string | undefined
    let typedAt: number[] = []
    let killed = false
    const lives = between(300, 6000)
    const mayFinish = finished.length < TASKS - 2 && random.happens(0.4)
    const finishesAt = mayFinish ? between(0, lives) : Number.POSITIVE_INFINITY
    const start = performance.now()
    await field().focus()

    const typing = (async () => {
      while (!killed) {
        if (performance.now() - start > finishesAt && handed === undefined && text.trim() !== '') {
          handed = text
          await eva.page.keyboard.press('ControlOrMeta+Enter')
          await eva.page.waitForURL((url) => url.href !== task)
          await field().waitFor()
          finished.push(handed)
          task = eva.page.url()
          typedAt = []
          text = await field().inputValue()
          there = text
        }
        const letter = text === '' ? 'E' : random.happens(0.2) ? ' ' : String.fromCharCode(between(97, 123))
        await eva.page.keyboard.press(letter === ' ' ? 'Space' : letter)
        text += letter
        typedAt.push(performance.now())
        await new Promise((later) => setTimeout(later, between(0, 120)))
      }
    })().catch(() => {})
    await new Promise((later) => setTimeout(later, lives))
    const at = performance.now()
    killed = true
    await eva.killed()
    await typing

    await eva.opens(task)
    const notice = eva.page.getByRole('heading', { name: eva.t('task-finished-title') })
    await field().or(notice).first().waitFor()
    if (await notice.isVisible()) {
      // Killed between the key and the next task: it is finished all the same.
      if (handed === undefined) wrong.push(`kill ${kill}: finished by nobody`)
      else finished.push(handed)
      await eva.press('task-next')
      await field().waitFor()
      there = await field().inputValue()
      lost.push(0)
    } else {
      const back = await field().inputValue()
      const caret = await field().evaluate((element: HTMLTextAreaElement) => element.selectionStart)
      if (!text.startsWith(back)) wrong.push(`kill ${kill}: "${back}" for "${text}"`)
      else if (caret !== back.length) wrong.push(`kill ${kill}: caret at ${caret} of ${back.length}`)
      const first = typedAt[Math.max(0, back.length - there.length)]
      lost.push(back.length >= text.length || first === undefined ? 0 : Math.round(at - first))
      there = back
    }
    tell(`kill ${kill}: ${text.length} typed, ${lost.at(-1)} ms lost, ${finished.length} finished`)
  }

  await eva.goesTo('/', 'home-title')
  await lineSays(eva, 'line-received')
  await eva.closes()
  const exported = textsIn((await succeeds(['export', '--data', place.folder, '--all'])).stdout)
  await place.hub.stopped()
  const held = finished.filter((text) => exported.filter((each) => each === text).length === 1).length
  return { kills, finished: finished.length, held, lost, wrong }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
  const [kills, seed] = [Number(values.kills ?? 50), Number(values.seed ?? 1)]
  const { finished, held, lost, wrong } = await killedWhileTyping(kills, seed, (line) => console.error(line))
  closeAll()
  cleanUp()
  for (const line of wrong) console.log(line)
  const worst = Math.max(0, ...lost)
  const median = lost.toSorted((a, b) => a - b)[Math.floor(lost.length / 2)] ?? 0
  console.log(
    `${kills} kills: ${finished - held} of ${finished} finished items lost; of the typing ${median} ms in the middle, ${worst} ms at most; ${wrong.length} wrong`
  )
  process.exit(finished === held && worst <= MOST_LOST && wrong.length === 0 ? 0 : 1)
}
