import type { Content, FactId } from '../../src/core/fact/fact.ts'
import { eachTree } from '../../src/hub/export.ts'
import { HUB_KEYS, ORGANIZER } from './base.ts'
import { digestOf } from './heal.ts'
import type { HubComputer } from './hubs.ts'
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
  return found
}

async function lost({ truth, hubs }: World, { lost, diverged }: Findings): Promise<void> {
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
      const mark = 'took' in content ? `took ${content.took}` : content.kind === 'report' ? String(content.text) : ''
      if (mark !== '') facts.set(mark, (facts.get(mark) ?? new Set()).add(id))
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

/** What each device shows is what its hub says. */
async function statesOf({ computers, hubs, scheduler }: World, { diverged }: Findings): Promise<void> {
  for (const computer of computers) {
    if (computer.destroyed) continue
    const { disk } = hubs[computer.home] as HubComputer
    let items: readonly { id: FactId; state: string; rule?: string }[] | undefined
    computer.does('asked', async (device) => {
      items = await device.items()
    })
    await scheduler.pass(1000, () => items !== undefined)
    if (!items) diverged.push(`${computer.name} does not answer`)
    for (const { id, state, rule = '' } of items ?? []) {
      const outcome = (await disk.read((tx) => tx.outcome(id))) ?? { is: 'received' }
      const word = `${outcome.is} ${'rule' in outcome ? outcome.rule : ''}`
      if (`${state} ${rule}` !== word)
        diverged.push(`${computer.name} shows ${state} ${rule} of an item that is ${word}`)
    }
  }
}
