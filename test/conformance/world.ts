import { hexOf, utf8 } from '../../src/core/bytes.ts'
import { checkFact } from '../../src/core/fact/check.ts'
import {
  type Content,
  type DeviceKey,
  type Fact,
  type FactId,
  type MessageId,
  makeFact
} from '../../src/core/fact/fact.ts'
import type { TaskKind } from '../../src/core/fact/kinds.ts'
import { hashOf, uuidOf } from '../../src/core/hash.ts'
import { declineOf } from '../../src/core/open-assistant/arrival.ts'
import type { Refusal } from '../../src/core/open-assistant/refusals.ts'
import type { Account } from '../../src/core/open-assistant/situation.ts'
import { memberOf } from '../../src/core/people.ts'
import { Project } from '../../src/core/project/project.ts'
import { OPEN_ASSISTANT, type Rules } from '../../src/core/rules.ts'
import type { TreeView } from '../../src/core/tree/view.ts'

const START = 1_700_000_000
const TWO_DAYS = 2 * 86_400

/** What a message is called, how many others stand beside it, and which of them it is in the order of their names. */
export type Named = {
  readonly alias: string
  readonly among: number
  readonly at: number
  /** What the id must be like besides. */
  fits?(id: FactId): boolean
}

/**
 * A project under the profile `open-assistant` in which things happen one after the other, a second or more apart. All
 * that happens is a fact: of a person, of the hub, of a moderator or of the organizer.
 */
export class World {
  readonly facts: Fact[] = []
  readonly project = new Project(OPEN_ASSISTANT)
  readonly ids = new Map<string, MessageId>()
  readonly ranked = new Map<string, number>()
  private clock = START
  private readonly known = new Set<string>()
  private readonly bans = new Map<string, FactId[]>()

  constructor(parameters: Readonly<Record<string, unknown>> = {}) {
    const organizers = [deviceOf('', 'organizer')]
    this.add('organizer', {
      kind: 'project',
      name: 'Conformance',
      rules: 'open-assistant',
      organizers,
      terms: hashOf('terms', '')
    })
    for (const role of ['hub', 'moderator'])
      this.add('organizer', { kind: 'grant', device: deviceOf('', role), role, contributor: `the ${role}` })
    if (Object.keys(parameters).length > 0) this.config(parameters)
  }

  get now(): number {
    return this.clock
  }

  advance(seconds: number): void {
    this.clock += seconds
  }

  /** Only parameters that the rules have; Open-Assistant's lists of labels are none. */
  config(parameters: Readonly<Record<string, unknown>>): void {
    const known = Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(OPEN_ASSISTANT, name)))
    this.add('organizer', { kind: 'rules', parameters: known })
  }

  /** Those in force now. */
  get rules(): Rules {
    return this.project.rulesNow
  }

  get trees(): TreeView[] {
    return this.project
      .trees()
      .sort()
      .flatMap((tree) => this.project.view(tree) ?? [])
  }

  view(tree: MessageId): TreeView | undefined {
    return this.project.view(tree)
  }

  treeOf(message: MessageId): TreeView | undefined {
    return this.trees.find(({ messages }) => messages.some(({ id }) => id === message))
  }

  account(contributor: string): Account {
    const enabled = memberOf(this.project.people, deviceOf('person ', contributor)).banned !== true
    return { enabled, reply_ranked_1: this.ranked.get(contributor) ?? 0 }
  }

  /** A decision of the hub, the moderator or the organizer. */
  decide(
    role: 'hub' | 'moderator' | 'organizer',
    fields: { readonly kind: string; readonly [field: string]: unknown }
  ): Fact {
    return this.add(role, fields)
  }

  setEnabled(contributor: string, enabled: boolean): void {
    this.join(contributor)
    const bans = this.bans.get(contributor) ?? []
    if (enabled === (bans.length === 0)) return
    if (enabled) this.add('organizer', { kind: 'unban', bans })
    this.bans.set(contributor, enabled ? [] : [this.add('organizer', { kind: 'ban', contributor }).id])
  }

  /** The id that a decision would have if it were taken now. */
  idAhead(role: string, fields: { readonly kind: string; readonly [field: string]: unknown }): FactId {
    return makeFact(deviceOf('', role), { v: 1, at: this.clock + 1, ...fields } as Content).id
  }

  /** Lends one task; candidates in the order in which they are shown. */
  lend(
    to: string,
    kind: TaskKind,
    lang: string,
    target?: MessageId,
    candidates: readonly MessageId[] = []
  ): [FactId, number] {
    this.join(to)
    const shown = [...(target === undefined ? [] : [target]), ...candidates]
    const task = {
      kind,
      ...(target !== undefined && { target: 0 }),
      ...(candidates.length > 0 && { candidates: candidates.map((_, i) => i + 1) })
    }
    const nonce = utf8(`nonce ${this.facts.length}`)
    const until = this.clock + TWO_DAYS
    const lending = { kind: 'lending', device: deviceOf('person ', to), until, nonce, lang, shown, tasks: [task] }
    return [this.add('hub', lending, 0).id, 0]
  }

  /**
   * Someone's answer to a task, or what they say of a message.
   * @returns why it is refused; undefined if it is not.
   */
  contribute(
    by: string,
    fields: { readonly kind: string; readonly [field: string]: unknown },
    named?: Named
  ): Refusal | undefined {
    this.join(by)
    const device = deviceOf('person ', by)
    const content = { v: 1, took: 30, saved: this.tick(), ...fields } as Content
    const fact = named ? this.ground(device, content, named) : makeFact(device, content)
    const checked = checkFact(fact)
    if (checked.is === 'malformed') return checked.field === 'labels.spam' ? 'label-missing' : 'not-asked-for'
    const text = typeof fields.text === 'string' && fields.kind !== 'report' ? fields.text : undefined
    const declined = declineOf(this.trees, this.account(by), by, text, this.clock)
    const touched = this.take(fact)
    if (declined !== undefined) {
      this.add('hub', { kind: 'decline', fact: fact.id, rule: declined })
      return declined
    }
    if (named) this.ids.set(named.alias, uuidOf(fact.id))
    for (const tree of touched) {
      const outcome = this.project.view(tree)?.outcomes.get(fact.id)
      if (outcome?.is === 'returned') return outcome.rule as Refusal
    }
    return undefined
  }

  /** A new salt until the id stands where its name does among those beside it, and `fits`. */
  private ground(device: DeviceKey, content: Content, { among, at, fits }: Named): Fact {
    for (let i = 0; ; i++) {
      const fact = makeFact(device, { ...content, salt: utf8(`salt ${i}`.padEnd(16)) })
      if (placeOf(uuidOf(fact.id), among) === at && fits?.(fact.id) !== false) return fact
    }
  }

  join(contributor: string): void {
    if (this.known.has(contributor)) return
    this.known.add(contributor)
    this.add('hub', { kind: 'grant', device: deviceOf('person ', contributor), role: 'contributor', contributor }, 0)
  }

  private tick(): number {
    this.clock += 1
    return this.clock
  }

  private add(role: string, fields: { readonly kind: string; readonly [field: string]: unknown }, seconds = 1): Fact {
    this.clock += seconds
    const fact = makeFact(deviceOf('', role), { v: 1, at: this.clock, ...fields } as Content)
    const checked = checkFact(fact)
    if (!('id' in checked)) throw new Error(`${fields.kind}: ${JSON.stringify(checked)}`)
    this.take(fact)
    return fact
  }

  private take(fact: Fact): readonly MessageId[] {
    this.facts.push(fact)
    return this.project.add(fact)
  }
}

function deviceOf(what: string, name: string): DeviceKey {
  return hashOf('conformance device', `${what}${name}`)
}

/** Ids are dealt to their places by their first two digits. */
function placeOf(id: string, among: number): number {
  return Math.floor((Number.parseInt(id.slice(0, 2), 16) * among) / 256)
}

/** The id of an imported message, which is free to choose. */
export function importedId({ alias, among, at }: Named): MessageId {
  const first = Math.ceil((256 * at) / among)
  const digits = `${first.toString(16).padStart(2, '0')}${hexOf(utf8(alias))}`.padEnd(32, '0').slice(0, 32)
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-'
  )
}
