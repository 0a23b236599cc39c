import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Device } from '../../client/device.ts'
import { keyringIn } from '../../client/keyring/node.ts'
import { webVerify } from '../../client/keyring/verify.ts'
import { openSqliteDeviceStore } from '../../client/store/sqlite.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { UnderstoryError } from '../../core/error.ts'
import { TASK_KINDS, type TaskKind } from '../../core/fact/kinds.ts'
import { DEVICE_LOCK, lock, problemOf, usableFolder } from '../../hub/folder.ts'
import { nodeSocket } from '../../sync/link/node.ts'
import { postSocket, reachesHub } from '../../sync/link/post.ts'
import { realSystem } from '../../sync/system.ts'
import { counted } from '../bundle/words.ts'
import { deviceFolder, noHubFolder } from '../device-folder.ts'
import { flag, language, readFlags, wholeNumber } from '../flags.ts'
import { takeLine } from '../lines.ts'
import { hasNetwork, tellTransfer } from '../transfer.ts'
import { DoneInPart, Trouble, WrongUse } from '../trouble.ts'
import { sentence } from '../words.ts'

export const HELP = `understory device --data DIR COMMAND

The volunteer's side of Understory without a screen. DIR keeps everything; it works for weeks without a hub.

  join INVITE [--name NAME] [--decline]   joins a project and accepts its terms (printed); --decline: without accepting
  checkout [--lang L[,L]] [--kind K[,K]] [--count N] [--minutes N] [--json]
                                          borrows up to N tasks (default 10), for no more than so many minutes
  tasks [--json]                          the open tasks, with all that they show
  answer FILE|- [--json]                  finishes tasks: JSON lines {"task", "text" | "labels" | "order" | "skip"};
                                          also {"amend": ITEM, …} (changes one), {"message", "report" | "emoji"},
                                          {"appeal": ITEM, "text"} and {"withdraw": true}
  undo ITEM                               takes back an item that has not been sealed for sending
  notes LANG [--add TEXT]                 prints the notes of a language; adds a line to them
  sync [--json]                           sends and fetches until the hub has confirmed everything; tells how far it is,
                                          with --json as lines of bytes and minutes
  status [--json]                         every item and what became of it

  --wait N   seconds to wait for a hub (default 60)`

const FLAGS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  wait: { type: 'string' },
  name: { type: 'string' },
  decline: { type: 'boolean' },
  lang: { type: 'string', multiple: true },
  kind: { type: 'string', multiple: true },
  count: { type: 'string' },
  minutes: { type: 'string' },
  add: { type: 'string' }
} as const

type Values = ReturnType<typeof readFlags<typeof FLAGS>>['values']
type Run = { readonly device: Device; readonly values: Values; readonly rest: string[]; readonly wait: number }

const COMMANDS: Readonly<Record<string, (run: Run) => Promise<void>>> = {
  join: joinProject,
  checkout,
  sync,
  tasks,
  answer,
  undo,
  notes,
  status
}

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(args, FLAGS, 3)
  const [name = '', ...rest] = positionals
  const command = COMMANDS[name]
  if (!command) throw new WrongUse(`device has no command "${name}"; it has ${Object.keys(COMMANDS).join(', ')}`)
  const named = flag(values.data, '--data DIR')
  const wait = 1000 * wholeNumber(values.wait, '--wait', 60, 86_400)
  const folder = name === 'join' ? usableFolder(noHubFolder(named)) : deviceFolder(named, 'after-not-joined')
  // Commands that speak with the hub take the folder for themselves; the others may run beside them.
  const online = ['join', 'checkout', 'sync'].includes(name)
  const unlock = online ? lock(join(folder, 'device.lock'), DEVICE_LOCK) : () => {}
  const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
  const system = realSystem()
  const device = new Device({
    store,
    keyring: keyringIn(join(folder, 'keys')),
    verify: webVerify(),
    system,
    connect: nodeSocket,
    post: { connect: (address) => postSocket(address, system), reaches: (address) => reachesHub(address, system) },
    network: hasNetwork
  })
  try {
    await command({ device, values, rest, wait })
  } finally {
    await device.stop()
    await store.close()
    unlock()
  }
}

async function joinProject({ device, values, rest, wait }: Run): Promise<void> {
  await device.join(flag(rest[0], 'INVITE'), values.name)
  try {
    await device.start()
    await device.welcomed(wait)
  } catch (cause) {
    // Half joined, a later sync would let this folder in without its terms, and no export would have its work.
    await device.forgetJoin()
    throw cause
  }
  const terms = await device.terms()
  if (values.decline) {
    process.stderr.write('Joined without accepting the terms: what you contribute stays out of exports.\n')
    return
  }
  process.stderr.write(`By joining you accept:\n${(terms?.words ?? '').replace(/^/gm, '  ')}\n`)
  await device.acceptTerms()
  await sync({ device, values, rest, wait })
}

async function checkout({ device, values, wait }: Run): Promise<void> {
  const kinds = (values.kind ?? []).flatMap((list) => list.split(',')).map(taskKind)
  const langs = (values.lang ?? []).flatMap((list) => list.split(',')).map((tag) => language(tag))
  const wish = {
    count: wholeNumber(values.count, '--count', 10, 50, 1),
    ...(langs.length > 0 && { langs }),
    ...(kinds.length > 0 && { kinds }),
    ...(values.minutes !== undefined && { minutes: wholeNumber(values.minutes, '--minutes', 0, 6000, 1) })
  }
  await device.start()
  const { count } = await device.checkout(wish, wait)
  process.stdout.write(values.json ? `${JSON.stringify({ count })}\n` : `${count} tasks borrowed.\n`)
  if (count === 0)
    process.stderr.write('Nothing is open for this wish right now. Try another language or kind, or sync later.\n')
}

export function taskKind(name: string): TaskKind {
  const kind = TASK_KINDS.find((candidate) => candidate === name)
  if (!kind) throw new WrongUse(`--kind takes ${TASK_KINDS.join(', ')}, not "${name}"`)
  return kind
}

async function sync({ device, values, wait }: Run): Promise<void> {
  const told = await tellTransfer(device, values.json === true)
  try {
    await device.start()
    await device.synced(wait)
  } finally {
    await told()
  }
  const items = await device.items()
  const count = (state: string) => items.filter((item) => item.state === state).length
  process.stderr.write(
    `The hub has ${items.length === 1 ? 'the one item' : `all ${items.length} items`}: ${count('merged')} merged, ${count('spare')} spare, ${count('returned')} returned, ${count('received')} received.\n`
  )
}

async function tasks({ device, values }: Run): Promise<void> {
  const open = await device.tasks()
  for (const task of open)
    process.stdout.write(values.json ? `${JSON.stringify(taskLine(task))}\n` : `${taskWords(task)}\n`)
  if (open.length === 0) process.stderr.write('No open tasks here. Borrow some with "checkout".\n')
}

function taskLine({ batch, place, kind, lang, thread, candidates }: TaskRow) {
  const shown = (messages: TaskRow['thread']) =>
    messages.map(({ id, role, lang: of, text }) => ({ id, role, lang: of, text }))
  return {
    task: `${batch}/${place}`,
    kind,
    lang,
    thread: shown(thread),
    ...(candidates.length > 0 && { candidates: shown(candidates) })
  }
}

function taskWords({ batch, place, kind, lang, thread }: TaskRow): string {
  return `${batch}/${place}  ${kind}  ${lang}  ${(thread.at(-1)?.text ?? '').slice(0, 60).replaceAll('\n', ' ')}`
}

/** Each line stands for itself: one that is refused leaves the others finished. */
async function answer({ device, values, rest }: Run): Promise<void> {
  const file = flag(rest[0], 'FILE or -')
  let refused = 0
  for (const [at, line] of inputOf(file).split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      const item = await takeLine(device, parsed(line))
      if (values.json) process.stdout.write(`${JSON.stringify({ line: at + 1, item })}\n`)
      else if (item !== undefined) process.stdout.write(`${item}\n`)
    } catch (cause) {
      if (!(cause instanceof UnderstoryError) && !(cause instanceof SyntaxError)) throw cause
      refused += 1
      const words =
        cause instanceof UnderstoryError ? sentence(cause.told) : `This was not saved. It is no JSON: ${cause.message}.`
      process.stderr.write(`Line ${at + 1}: ${words}\n`)
    }
  }
  if (refused > 0) throw new DoneInPart(`${counted(refused, 'answer')} refused`)
}

function parsed(line: string): unknown {
  return JSON.parse(line)
}

function inputOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw new Trouble(
      'F3',
      {
        work: ['nothing-changed'],
        cause: ['file-unreadable', { file, problem: problemOf(cause) }],
        action: ['check-file']
      },
      { cause }
    )
  }
}

async function undo({ device, rest }: Run): Promise<void> {
  await device.undo(flag(rest[0], 'ITEM'))
}

async function notes({ device, values, rest }: Run): Promise<void> {
  const page = await device.openNotes(language(flag(rest[0], 'LANG'), 'LANG'))
  if (values.add !== undefined) page.text.insert(page.text.length, `${values.add}\n`)
  await page.saved()
  process.stdout.write(page.text.toString())
}

async function status({ device, values }: Run): Promise<void> {
  const items = await device.items()
  const contact = await device.contact()
  const open = await device.tasks()
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...contact, tasks: open.length, items })}\n`)
    return
  }
  for (const { id, kind, state, rule, handed } of items) {
    const more = rule ?? (handed === undefined ? undefined : `in a bundle of ${new Date(handed).toISOString()}`)
    process.stdout.write(`${id}  ${kind}  ${state}${more === undefined ? '' : ` (${more})`}\n`)
  }
  process.stderr.write(`Items: ${items.length}. Open tasks: ${open.length}.\n`)
}
