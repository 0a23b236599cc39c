import { afterAll, beforeAll, describe, expect } from 'vitest'
import { contributionsIn, expectImportsKept, textsIn, uuidOf } from '../exported.ts'
import { Project } from '../project.ts'
import { isHere, REAL_TREES } from '../sources.ts'
import { steps } from '../steps.ts'
import { cleanUp } from '../understory.ts'
import { closeAll } from './browser-window.ts'
import { keyboard, pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'

const STEPS = { timeout: 180_000 }
const here = isHere(REAL_TREES)
const title = here
  ? `the journey of two, one with a pointer and one by keyboard alone, on ${REAL_TREES.name}`
  : `${REAL_TREES.file} is not here, so no journey`

afterAll(() => {
  closeAll()
  cleanUp()
})

/**
 * The main job as two people see it: each at a Chromium of their own, with a hub process that dies and comes back. What
 * the screen called finished is what the export holds, once.
 */
describe.skipIf(!here)(title, STEPS, () => {
  const amina = new Volunteer('Amina', pointer)
  const bo = new Volunteer('Bo', keyboard)
  const both = (work: (volunteer: Volunteer) => Promise<unknown>) => Promise.all([work(amina), work(bo)])
  let project: Project
  const step = steps()

  beforeAll(async () => {
    project = await Project.from(REAL_TREES)
    await project.written('Chen', 12)
  }, STEPS.timeout)
  step('both join by the link and agree to the terms', () =>
    both((one) => one.joins(project.hub.invite)).then(() => {})
  )

  step('both borrow messages to write, to judge and to rank, and open the notes', async () => {
    await both(async (one) => {
      for (const kind of ['write', 'judge', 'rank'] as const) await one.borrows(project.languages[0] as string, kind, 5)
      await one.opensNotes()
    })
  })

  step('the hub is killed and there is no network: both write three replies, one browser dies in between', async () => {
    await project.hub.killed()
    await both((one) => one.offline(true))
    await Promise.all([amina.answers(3, 'write'), bo.answers(2, 'write')])
    await bo.killed()
    await bo.opensAgain()
    await bo.offline(true)
    await bo.answers(1, 'write')
  })

  step('both judge five messages, one not surely and with a report; the other browser loads anew', async () => {
    await both((one) =>
      one.answers(5, 'judge', async () => {
        await one.isUnsureOf('judge-pii')
        await one.reports(`${one.name} finds this wrong.`)
      })
    )
    await amina.page.reload()
  })

  step('both rank three sets, one with a tie that is good enough and without the reply that they cannot place', () =>
    both((one) =>
      one.answers(3, 'rank', async () => {
        await one.leavesOutTheLast()
        await one.findsGoodEnough(1)
      })
    ).then(() => {})
  )

  step('both write into the notes, and everything waits here', async () => {
    await both((one) => one.notes(`Noted by ${one.name}.`, 'waiting'))
    await both(async (one) => {
      await one.goes('nav-work', 'work-title')
      expect((await one.states()).filter((state) => state === 'saved')).toHaveLength(12)
    })
  })

  step('the hub comes back: every item shows its receipt, and the notes hold what both wrote', async () => {
    await project.hubStarts()
    await both((one) => one.offline(false))
    await both(async (one) => {
      await one.goes('nav-work', 'work-title')
      const open = async () => (await one.states()).filter((state) => !/received|merged|spare/.test(state))
      await expect.poll(open, { timeout: 90_000 }).toEqual([])
      expect(await one.states()).toHaveLength(12)
      await one.opensNotes()
      for (const name of ['Amina', 'Bo']) await one.page.getByText(`Noted by ${name}.`).waitFor({ timeout: 30_000 })
    })
  })

  step('the export holds exactly what they did, each there once, beside what was imported', async () => {
    const { imported } = project
    const id = project.hub.invite.replace(/.*#|\..*/g, '')
    const items = (await Promise.all([amina.items(id), bo.items(id)])).flat().map(uuidOf)
    const exported = await project.exported()
    const found = contributionsIn(exported, imported).sort()
    // Consent is a contribution too, but belongs to no tree.
    const consents = items.filter((item) => !found.includes(item))
    expect(consents).toHaveLength(2)
    expect(items).toHaveLength(2 * 13)
    expect(found).toEqual([...project.told.map(uuidOf), ...items.filter((item) => !consents.includes(item))].sort())
    expect(textsIn(exported)).toEqual(expect.arrayContaining([...amina.wrote, ...bo.wrote]))
    expect(amina.wrote).toHaveLength(3)
    expect(bo.wrote).toHaveLength(3)
    // Each has made the first two of one set equal, found them good enough, and left the last one out.
    expect(exported.match(/"ranking": \[0, 0/g)).toHaveLength(2)
    expect(exported.match(/"good": 2/g)).toHaveLength(2)
    expect(exported.match(/"unsure": \["pii"\]/g)).toHaveLength(2)
    for (const { name } of [amina, bo]) expect(exported).toContain(`"reason": "${name} finds this wrong."`)
    expectImportsKept(exported, imported)
    await both((one) => one.closes())
  })
})
