import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerTo, type TaskLine } from './answers.ts'
import { DeviceFolder, linesOf, textOf } from './device-folder.ts'
import type { Tree } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { expectNoStack, expectRefusal } from './refusal.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

const LINES = readFileSync(PRACTICE, 'utf8').trimEnd().split('\n')
const EXPECTED = 'expected a tree, a message or a prompt in JSON'

/** Imports these bytes into a new hub, once as they are and once with `--partial`. */
async function imported(bytes: string | Uint8Array, name = 'trees.jsonl') {
  const [file, hub] = [join(newFolder(), name), join(newFolder(), 'hub')]
  writeFileSync(file, bytes)
  const run = async (...more: string[]) => {
    const { code, stderr } = await understory(['import', file, '--data', hub, ...more])
    expectNoStack(stderr)
    const trees = linesOf<Tree>((await succeeds(['export', '--data', hub, '--all'])).stdout)
    return {
      code,
      said: stderr.replaceAll(file, 'FILE').trimEnd().split('\n'),
      ids: trees.map((tree) => tree.message_tree_id)
    }
  }
  return { whole: await run(), partial: await run('--partial') }
}

const idsOf = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as Tree).message_tree_id).sort()

describe('an import', () => {
  it('names line and field of every fault, takes nothing of the file, and the rest with --partial', async () => {
    const [, broken] = LINES.map((line) => JSON.parse(line))
    broken.prompt.replies[0].text = 7
    const good = [LINES[0] as string, LINES[2] as string, LINES[3] as string]
    const faults = [
      `FILE, line 2: prompt.replies[0].text is not a text. (tree ${broken.message_tree_id})`,
      `FILE, line 5: line is not JSON; ${EXPECTED}.`,
      'FILE, line 6: line is neither a tree (message_tree_id) nor a message (message_id).'
    ]
    const { whole, partial } = await imported(
      [good[0], JSON.stringify(broken), good[1], '', 'no JSON', '{"recipe":"of another program"}', good[2], ''].join(
        '\n'
      )
    )
    expect(whole).toEqual({
      code: 1,
      said: [
        ...faults,
        'FILE: 0 trees with 0 messages imported, 0 trees known already, 3 refused.',
        'Nothing was imported from files with faults; --partial imports the rest of them.'
      ],
      ids: []
    })
    expect(partial.said.slice(0, 3)).toEqual(faults)
    expect({ code: partial.code, ids: partial.ids }).toEqual({ code: 1, ids: idsOf(good) })
  })

  it('of a file that was cut off takes nothing, and with --partial all before the cut', async () => {
    const { whole, partial } = await imported(`${LINES.slice(0, 5).join('\n')}\n${LINES[5]?.slice(0, -40)}`)
    expect(whole.ids).toEqual([])
    expect(whole.said[0]).toBe(`FILE, line 6: line ends too early, as if the file were cut off; ${EXPECTED}.`)
    expect({ code: partial.code, ids: partial.ids }).toEqual({ code: 1, ids: idsOf(LINES.slice(0, 5)) })
  })

  it('of a file without anything in it says so', async () => {
    const { whole } = await imported('\n')
    expect(whole).toEqual({
      code: 0,
      said: [
        'FILE holds no tree and no prompt.',
        'FILE: 0 trees with 0 messages imported, 0 trees known already, 0 refused.'
      ],
      ids: []
    })
  })

  it('of a gzipped file that was cut off does the same; of one that was damaged nothing can be trusted', async () => {
    const gzipped = gzipSync(readFileSync(PRACTICE))
    const cut = await imported(gzipped.subarray(0, -9000), 'trees.jsonl.gz')
    expect(cut.whole).toEqual({
      code: 1,
      said: [
        'Nothing was imported. The gzipped file FILE breaks off at line 31 of its text. Fetch it again, or import what there is of it with --partial. F7'
      ],
      ids: []
    })
    expect({ code: cut.partial.code, ids: cut.partial.ids }).toEqual({ code: 1, ids: idsOf(LINES.slice(0, 30)) })
    for (const at of [9000, gzipped.byteLength - 6]) {
      const flipped = gzipped.map((byte, place) => (place === at ? byte ^ 0x55 : byte))
      const { whole, partial } = await imported(flipped, 'trees.jsonl.gz')
      const said = ['Nothing was imported. The gzipped file FILE is damaged. Fetch it again. F8']
      expect([whole, partial]).toEqual(Array(2).fill({ code: 1, said, ids: [] }))
    }
  })

  it('of what is no dataset at all says so in a sentence', async () => {
    const html = await imported('<!doctype html><title>Not found</title>')
    expect(html.whole.said[0]).toBe(`FILE, line 1: line is not JSON; ${EXPECTED}.`)
    const bytes = await imported(Uint8Array.of(...new TextEncoder().encode(`${LINES[0]}\n`), 0xff, 0xfe, 0))
    expect(bytes.whole).toEqual({
      code: 1,
      said: ['Nothing was imported. Line 2 of FILE is not UTF-8 text. Save the file as UTF-8. F4'],
      ids: []
    })
    const missing = join(newFolder(), 'missing')
    const line = (file: string, problem: string) =>
      `Nothing was imported. The file ${file} cannot be read: ${problem}. Check its name and rights. F3`
    await expectRefusal(['import', missing, '--data', newFolder()], line(missing, 'it does not exist'))
    const folder = newFolder()
    await expectRefusal(['import', folder, '--data', newFolder()], line(folder, 'it is a folder'))
  })
})

describe('an answer', () => {
  const device = new DeviceFolder('device')
  let tasks: TaskLine[]
  const NOT_SAVED = 'This was not saved; everything saved before is untouched.'
  const NO_TASK = 'Nothing was changed. There is no such task in this folder. List the tasks with "tasks --json".'
  const NO_MESSAGE =
    'Nothing was changed. No task in this folder shows such a message. List the messages with "tasks --json".'
  const unfit = (problem: string) =>
    `${NOT_SAVED} The answer does not fit its task: ${problem}. Mend that field and give the answer again.`

  beforeAll(async () => {
    const folder = join(newFolder(), 'hub')
    await succeeds(['import', PRACTICE, '--data', folder])
    const hub = await HubProcess.start(folder, await freePort())
    await device.join(hub.invite)
    for (const kind of ['assistant_reply', 'label_initial_prompt', 'rank_assistant_replies'])
      await device.checkout('--lang', 'sw', '--kind', kind, '--count', '2')
    tasks = await device.tasks()
  })

  it('that does not fit is told with its line and field, and those beside it are saved', async () => {
    const of = (kind: string) => tasks.find((task) => task.kind === kind)?.task
    const [reply, label, ranking] = [of('assistant_reply'), of('label_initial_prompt'), of('rank_assistant_replies')]
    const order = 'order is no order of the 3 replies shown (of 0 to 2 each at most once)'
    const good = 'good does not count the best places of the order, from 0 to all that it names'
    const given: [unknown, string | undefined][] = [
      [{ task: reply, text: ' \n ' }, unfit('text is blank')],
      [{ task: reply }, unfit('text is missing')],
      [{ task: reply, text: 'half \ud83d' }, unfit('text has half a character (a lone surrogate)')],
      [{ task: label, labels: { humor: 1 } }, unfit('labels.spam is missing, and every review must answer it')],
      [{ task: label, labels: { quality: 1 } }, unfit('labels.spam is missing, and every review must answer it')],
      [{ task: label, labels: { spam: 0, beauty: 1 } }, unfit('labels.beauty is no label of this kind')],
      [{ task: label, labels: { spam: 0 }, unsure: ['spam'] }, unfit('labels.spam is answered, and unsure as well')],
      [{ task: ranking, order: [0, 3] }, unfit(order)],
      [{ task: ranking, order: [0, 1, 1] }, unfit(order)],
      [{ task: ranking, order: [2] }, unfit('order compares no two replies; skip the task instead')],
      [{ task: ranking, order: [[0, 1], 2], good: 1 }, unfit(good)],
      [{ message: 'elsewhere', report: 'It is rude.' }, NO_MESSAGE],
      [{ task: `${'0'.repeat(64)}/0`, text: 'hello' }, NO_TASK],
      [{ task: 'the first one', text: 'hello' }, unfit('task is not a task of `tasks --json`')],
      [answerTo(tasks[0] as TaskLine, 'device'), undefined],
      [
        answerTo(tasks[0] as TaskLine, 'device'),
        'Nothing was changed. This task has been answered. List the open tasks with "tasks --json".'
      ]
    ]
    const input = `${textOf(given.map(([answer]) => answer))}no JSON\n`
    const { code, stdout, stderr } = await understory(device.args('answer', '-'), { input })
    expectNoStack(stderr)
    const told = stderr.trimEnd().split('\n')
    const refused = given.flatMap(([, words], at) => (words ? [`Line ${at + 1}: ${words}`] : []))
    expect(told.slice(0, refused.length)).toEqual(refused)
    expect(told[refused.length]).toMatch(/^Line 17: This was not saved. It is no JSON: /)
    expect(told.slice(refused.length + 1)).toEqual(['16 answers refused.'])
    expect(code).toBe(1)
    const { items } = await device.status()
    expect(items.filter(({ kind }) => kind !== 'consent').map(({ id }) => `${id}\n`)).toEqual([stdout])
  })

  it('that was never there, or is sealed, cannot be taken back', async () => {
    await expectRefusal(
      device.args('undo', 'nothing'),
      'Nothing was changed. There is no such item in this folder. List the items with "status --json". D2'
    )
    const [item] = (await device.status()).items.filter(({ kind }) => kind !== 'consent')
    await device.sync()
    await expectRefusal(
      device.args('undo', item?.id ?? ''),
      'Nothing was changed. This item has been sealed for sending, so it cannot be undone. Change it with {"amend": "ITEM", …} in a file for "answer". D2'
    )
  })

  it('is not looked for in a folder that is no device: none is made there', async () => {
    const nobody = new DeviceFolder('nobody')
    for (const command of ['sync', 'tasks', 'status'])
      await expectRefusal(
        nobody.args(command),
        `Nothing was changed. The folder ${nobody.folder} holds no device. Run "understory device --data DIR join INVITE" first. F9`
      )
    expect(existsSync(nobody.folder)).toBe(false)
  })
})
