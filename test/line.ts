import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerTo, longAnswerTo } from './answers.ts'
import { type DeviceFolder, linesOf, type Status } from './device-folder.ts'
import { contributionsIn, expectImportsKept, textsIn, uuidOf } from './exported.ts'
import { Project } from './project.ts'
import { isHere, type Source } from './sources.ts'
import { cleanUp, newFolder, succeeds } from './understory.ts'

const REPLIES = 'assistant_reply,prompter_reply'
const LABELS = 'label_initial_prompt,label_prompter_reply,label_assistant_reply'
const RANKINGS = 'rank_assistant_replies'

/**
 * One story of one project, told in order: every step starts from where the one before it ended. Between six devices, a
 * copy of one and an older copy of another, and a hub that dies, comes back, and comes back from a backup, nothing that
 * was ever said to be saved is lost, and nothing is there twice.
 */
export function theLine(source: Source): void {
  afterAll(cleanUp)
  const here = isHere(source)
  describe.skipIf(!here)(here ? `the line, on ${source.name}` : `${source.file} is not here`, STEPS, () => {
    let project: Project
    let amina: DeviceFolder
    let bo: DeviceFolder
    let chen: DeviceFolder
    let chenCopy: DeviceFolder
    let dara: DeviceFolder
    let efe: DeviceFolder
    let oldHub: string
    let longText: unknown
    let broken = false

    beforeAll(async () => {
      project = await Project.from(source)
    })
    beforeEach(({ skip }) => skip(broken, 'a step before it failed'))
    afterEach(({ task }) => {
      broken ||= task.result?.state === 'fail'
    })

    it('five devices join and borrow by language and kind; a backup of the hub knows three of them', async () => {
      ;[amina, bo, chen] = await Promise.all([
        project.newDevice('amina'),
        project.newDevice('bo'),
        project.newDevice('chen')
      ])
      const early = [project.checkout(amina, REPLIES, 16), project.checkout(bo, REPLIES, 4)]
      expect(await Promise.all([...early, project.checkout(chen, RANKINGS, 6)])).toEqual([16, 4, 6])
      oldHub = await project.backup()
      ;[dara, efe] = await Promise.all([project.newDevice('dara'), project.newDevice('efe')])
      const late = [project.checkout(bo, RANKINGS, 6), project.checkout(dara, `${RANKINGS},${LABELS}`, 8)]
      expect(await Promise.all([...late, project.checkout(efe, REPLIES, 7)])).toEqual([6, 8, 7])
    })

    it('they work while the hub is dead, and an `answer` killed with -9 loses nothing that it printed', async () => {
      await project.hub.killed()
      await amina.answerKilled((await amina.tasks()).map((task) => longAnswerTo(task, 'amina')))
      const [skipped, long] = await efe.tasks()
      const answer = longAnswerTo(long!, 'efe')
      longText = answer.text
      await efe.answer([answer, { task: skipped!.task, skip: 'not my field' }])
      const [undone] = await efe.work(3)
      await efe.undo(undone!)
      await Promise.all([bo.work(5), dara.work(4)])
    })

    it('a copied folder is worked on in two places', async () => {
      await chen.work(1)
      chenCopy = chen.copied('chen again')
      project.devices.push(chenCopy)
      const open = await chen.tasks()
      await chen.answer(open.slice(0, 3).map((task) => answerTo(task, 'chen')))
      await chenCopy.answer(open.slice(2, 4).map(({ task }) => ({ task, skip: 'later' })))
    })

    it('a sync without a hub ends with one sentence and keeps everything', async () => {
      const before = await dara.status()
      const { code, stderr } = await dara.trySync('--wait', '1')
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr:
          'Your 4 unsent items are safe in this folder. The hub did not answer in time. Check that the hub runs and the link is up, then sync again. N2\n'
      })
      expect(ids(await dara.status())).toEqual(ids(before))
    })

    it('a `sync` killed with -9 in the middle of a segment, and the hub killed with -9 while others sync', async () => {
      await project.hubStarts()
      const reached = project.link.holdsAfter(1500)
      const cut = amina.syncing()
      await reached
      expect((await cut.kill()).signal).toBe('SIGKILL')
      await bo.sync()
      const midway = project.link.holdsAfter(1000)
      const syncing = [efe, chen, chenCopy].map((device) => device.syncing())
      await midway
      await project.hub.killed()
      await project.hubStarts()
      for (const { ended } of syncing) expect(await ended).toMatchObject({ code: 0 })
      await amina.work(4)
      await amina.sync()
    })

    it('what they wrote is there to be labelled', async () => {
      expect(await project.checkout(dara, LABELS, 3)).toBe(3)
      await dara.work(5)
      await dara.sync()
    })

    it('an older backup of the hub learns again of its members, what it lent, and what it held', async () => {
      await project.hub.killed()
      project.restore(oldHub)
      await project.hubStarts()
      // From here on the hub's own chain has two branches as well.
      const fox = await project.newDevice('fox')
      expect(await project.checkout(fox, REPLIES, 3)).toBe(3)
      await Promise.all([fox.work(), efe.work(2)])
      await Promise.all([efe, dara, amina, bo, chen, chenCopy, fox].map((device) => device.sync()))
      expect(await project.checkout(efe, REPLIES, 2)).toBe(2)
      await efe.work()
      await efe.sync()
    })

    it('a device put back from an older copy of its folder goes on', async () => {
      const yesterday = bo.copied('bo of yesterday')
      const open = await bo.tasks()
      await bo.answer(open.slice(0, 3).map((task) => answerTo(task, 'bo')))
      await bo.sync()
      bo.restoredFrom(yesterday)
      await bo.answer(open.slice(1, 5).map((task) => answerTo(task, 'bo anew')))
      await bo.sync()
      await bo.work()
      await bo.sync()
    })

    it('everything arrives once: what devices said they saved is what the export holds', async () => {
      const { devices, imported } = project
      await Promise.all(devices.map((device) => device.sync()))
      const states = await Promise.all(devices.map((device) => device.status()))
      expect(states.flatMap(({ items }) => items).filter(({ state }) => !/merged|spare/.test(state))).toEqual([])
      const exported = await project.exported()
      const found = contributionsIn(exported, imported).sort()
      expect(found).toEqual(project.told.map(uuidOf).sort())
      expectImportsKept(exported, imported)
      expect(linesOf(exported)).toHaveLength(linesOf(imported).length)
      expect(textsIn(exported)).toContain(longText)
      console.log(`${source.name}: ${found.length} contributions from ${devices.length} folders, each there once`)
    })

    it('the export of everything brings the same trees into an empty hub', async () => {
      const exported = await project.exported()
      const [file, again] = [join(newFolder(), 'all.jsonl'), join(newFolder(), 'again')]
      writeFileSync(file, exported)
      await succeeds(['import', file, '--data', again])
      expect((await succeeds(['export', '--data', again, '--all'])).stdout).toBe(exported)
    })
  })
}

const STEPS = { timeout: 180_000 }

function ids({ items }: Status): string[] {
  return items.map(({ id }) => id)
}
