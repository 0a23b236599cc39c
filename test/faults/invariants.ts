import type { Device } from '../../src/client/device.ts'
import type { Content, FactId } from '../../src/core/fact/fact.ts'
import { eachTree } from '../../src/hub/export.ts'
import { HUB_KEYS, ORGANIZER } from './base.ts'
import { digestOf } from './heal.ts'
import type { HubComputer } from './hubs.ts'
import { LANGS, notesTextOf, standing } from './notes.ts'
import type { Computer } from './people.ts'
import type { Scheduler } from './scheduler.ts'
import { markOf } from './truth.ts'
import type { World } from './world.ts'

/** What is not as it must be, in words; each list is empty after a good run. */
export type Findings = { readonly lost: string[]; readonly doubled: string[]; readonly diverged: string[] }

const OWN: readonly string[] = [...HUB_KEYS, ORGANIZER].map(({ device }) => device)

export async function findings(world: World, rounds: number | undefined): Promise<Findings> {
  const found: Findings = { lost: [], doubled: [], diverged: [] }
  found.diverged.push(...world.truth.unproven)
  if (rounds === undefined) found.diverged.push('it never became quiet')
  for (const cause of world.scheduler.stray)
    found.diverged.push(`stray: ${cause instanceof Error ? cause.stack : cause}`)
  await lost(world, found)
  for (const hub of world.hubs) await doubled(hub, found)
  await madeUp(world, found)
  await unlike(world, found)
  await statesOf(world, found)
  await amendments(world, found)
  await notes(world, found)
  return found
}

async function lost({ truth, hubs, computers }: World, { lost, diverged }: Findings): Promise<void> {
  lost.push(...truth.lostDrafts)
  for (const { name, disk, drafts, destroyed } of computers)
    if (!destroyed) for (const draft of drafts.lost(disk)) lost.push(`${name} no longer has ${draft}`)
  for (const { id, facts, device } of truth.saved.values()) {
    if (truth.destroyed.has(id)) continue
    const lacking: string[] = []
    for (const { name, disk } of hubs)
      for (const fact of facts) if (!(await disk.read((tx) => tx.fact(fact)))) lacking.push(name)
    const names = new Set(lacking)
    if (names.size === hubs.length) lost.push(`item ${id.slice(0, 8)} of ${device} is in no hub`)
    else if (names.size > 0) diverged.push(`item ${id.slice(0, 8)} of ${device} is not in ${[...names].join(', ')}`)
  }
  for (const id of truth.undone)
    for (const { name, disk } of hubs)
      if (await disk.read((tx) => tx.fact(id))) diverged.push(`item ${id.slice(0, 8)} was taken back and is in ${name}`)
}

/** Each finished item bears a mark of its own: in `took`, and in its text. */
async function doubled({ name, disk }: HubComputer, { doubled }: Findings): Promise<void> {
  const facts = new Map<string, Set<FactId>>()
  const messages = new Map<string, Set<string>>()
  await disk.read(async (tx) => {
    for await (const { id, device } of tx.factRows()) {
      if (OWN.includes(device)) continue
      const content: Content = (await tx.fact(id))?.content ?? { kind: '', v: 1 }
      const mark = content.kind === 'piece' ? undefined : markOf({ contents: [content] })
      if (mark) facts.set(mark, (facts.get(mark) ?? new Set()).add(id))
    }
    await eachTree(tx, async (view) => {
      for (const { id, text } of view.messages) {
        const mark = /^Answer \d+:/.exec(text ?? '')?.[0]
        if (mark) messages.set(mark, (messages.get(mark) ?? new Set()).add(id))
      }
      return true
    })
  })
  for (const [mark, ids] of [...facts, ...messages])
    if (ids.size > 1) doubled.push(`${mark} counts ${ids.size} times in ${name}`)
}

async function madeUp({ truth, hubs }: World, { diverged }: Findings): Promise<void> {
  for (const { name, disk } of hubs)
    await disk.read(async (tx) => {
      for await (const { id, device } of tx.factRows())
        if (!OWN.includes(device) && !truth.written.has(id))
          diverged.push(`${name} has a fact that nobody wrote: ${id.slice(0, 8)}`)
    })
}

async function unlike({ hubs }: World, { diverged }: Findings): Promise<void> {
  const digests = new Map<string, string>()
  for (const hub of hubs) digests.set(hub.name, await digestOf(hub))
  if (new Set(digests.values()).size > 1)
    diverged.push(`hubs differ: ${[...digests].map(([name, digest]) => `${name} ${digest.slice(0, 8)}`).join(', ')}`)
}

/** What each device shows is what its hub says, and all that it said was saved. */
async function statesOf({ computers, hubs, scheduler }: World, { lost, diverged }: Findings): Promise<void> {
  for (const computer of computers) {
    if (computer.destroyed) continue
    const { disk } = hubs[computer.home] as HubComputer
    const items = await asked(scheduler, computer, (device) => device.items())
    if (!items) diverged.push(`${computer.name} does not answer`)
    const marks = new Set(computer.disk.list('items').map(markOf))
    for (const mark of computer.shown) if (!marks.has(mark)) lost.push(`${computer.name} no longer shows ${mark}`)
    for (const { id, state, rule = '' } of items ?? []) {
      const outcome = (await disk.read((tx) => tx.outcome(id))) ?? { is: 'received' }
      const word = `${outcome.is} ${'rule' in outcome ? outcome.rule : ''}`
      if (`${state} ${rule}` !== word)
        diverged.push(`${computer.name} shows ${state} ${rule} of an item that is ${word}`)
    }
  }
}

async function asked<T>(
  scheduler: Scheduler,
  computer: Computer,
  work: (device: Device) => Promise<T>
): Promise<T | undefined> {
  let answer: { readonly is: T } | undefined
  computer.does('asked', async (device) => {
    answer = { is: await work(device) }
  })
  await scheduler.pass(1000, () => answer !== undefined)
  return (answer as { readonly is: T } | undefined)?.is
}

/** Of a message that was changed once, the change is what everybody reads. */
async function amendments({ truth, hubs }: World, { diverged }: Findings): Promise<void> {
  for (const { name, disk } of hubs)
    await disk.read(async (tx) => {
      const texts = new Map<string, string>()
      await eachTree(tx, async ({ messages }) => {
        for (const { id, text } of messages) texts.set(id, text ?? '')
        return true
      })
      const changes = new Map<unknown, { id: FactId; text: string }[]>()
      for await (const { id } of tx.factRows()) {
        const content = (await tx.fact(id))?.content
        if (content?.kind !== 'amend') continue
        changes.set(content.message, [...(changes.get(content.message) ?? []), { id, text: String(content.text) }])
      }
      for (const [message, [change, another]] of changes) {
        const mark = change && truth.saved.get(change.id)?.mark
        const text = texts.get(String(message))
        if (!change || another || mark === undefined || text === undefined) continue
        const isIn = (await tx.outcome(change.id))?.is === 'merged'
        if (isIn !== text.startsWith(mark)) diverged.push(`${name} shows "${text.slice(0, 20)}" and not ${mark}`)
      }
    })
}

/** Notes: nothing is lost or twice, what was taken away stays away, and whoever has the same hub reads the same. */
async function notes({ truth, computers, hubs, scheduler }: World, { lost, doubled, diverged }: Findings) {
  const everywhere = new Set<string>()
  for (const [at, { name, disk }] of hubs.entries())
    for (const lang of LANGS) {
      const text = await notesTextOf(disk, lang)
      for (const [mark, times] of standing(text)) {
        everywhere.add(mark)
        if (times > 1) doubled.push(`${mark} stands ${times} times in ${name}`)
        const device = truth.taken.get(mark)
        const isHere = computers.some((computer) => computer.name === device && computer.home === at)
        if (isHere) diverged.push(`${device} took away ${mark}, and ${name} has it`)
      }
      for (const computer of computers)
        if (computer.home === at && !computer.destroyed) {
          const shown = await asked(scheduler, computer, async (device) =>
            (await device.notesHere()).includes(lang) ? (await device.openNotes(lang)).text.toString() : undefined
          )
          if (shown !== undefined && shown !== text)
            diverged.push(`${computer.name} reads other notes (${lang}) than ${name}`)
        }
    }
  for (const mark of truth.notes)
    if (!everywhere.has(mark) && !truth.missed.has(mark) && !truth.destroyed.has(mark))
      lost.push(`${mark} is in no hub`)
}
