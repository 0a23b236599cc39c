import { checkFact, type KnownFact } from '../../core/fact/check.ts'
import type { DeviceKey, FactId } from '../../core/fact/fact.ts'
import { type Member, memberOf, type People, readPeople } from '../../core/people.ts'
import { listedName } from '../../core/progress/listing.ts'
import type { ReadTx } from '../store/store.ts'

/** Who stands behind each device, by all that the store holds. */
export async function peopleIn(tx: ReadTx): Promise<People> {
  return (await bookIn(tx)).people
}

/** All that the store holds about persons, to be kept up to date with what comes. */
export async function bookIn(tx: ReadTx): Promise<PeopleBook> {
  const facts = (await tx.factsAboutPersons()).map(checkFact).filter((checked): checked is KnownFact => 'id' in checked)
  return new PeopleBook(facts, await tx.meta('project'))
}

/** A grant of a contributor, one consent: whatever changes only those that it names and is linked to. */
const FEW: readonly string[] = ['grant', 'succeed', 'consent', 'withdraw', 'listing']

/**
 * [HS9] Facts about persons and what follows from them. One more fact costs what the persons cost whom it may change,
 * and not what all do: those who decide are read whole, and they are few.
 */
export class PeopleBook {
  private readonly project: FactId | undefined
  private readonly facts = new Map<FactId, KnownFact>()
  /** Facts that a device signed about itself, and those that grant it something or name it as a successor. */
  private readonly ofDevice = new Map<DeviceKey, KnownFact[]>()
  /** Devices that were ever granted something under this name. */
  private readonly grantedAs = new Map<string, Set<DeviceKey>>()
  private readonly members: Map<DeviceKey, Member>
  private readonly devices = new Map<string, Set<DeviceKey>>()
  /** What says who decides, and what they decided about persons. */
  private deciding: readonly KnownFact[] = []

  constructor(facts: readonly KnownFact[], project?: FactId) {
    this.project = project
    for (const fact of facts) this.keep(fact)
    this.members = new Map(readPeople(facts, project))
    for (const [device, { contributor }] of this.members) into(this.devices, contributor).add(device)
    this.deciding = this.factsOfDeciders()
  }

  get people(): People {
    return this.members
  }

  /** All devices of one contributor. */
  devicesOf(contributor: string): readonly DeviceKey[] {
    return [...(this.devices.get(contributor) ?? [])]
  }

  /** [PG5] What lists of those who did most may call a contributor; undefined: nothing. */
  listedAs(contributor: string): string | undefined {
    const devices = this.devicesOf(contributor)
    const takesPart = devices.every((device) => {
      const { consented, banned } = memberOf(this.members, device)
      return consented && !banned
    })
    if (!takesPart) return undefined
    // Anyone can sign a grant with a name; only those of whoever lets people in count.
    const isGranted = (fact: KnownFact) =>
      fact.is !== 'grant' ||
      (fact.content.contributor === contributor &&
        ['hub', 'organizer'].includes(memberOf(this.members, fact.device).role))
    return listedName(devices.flatMap((device) => (this.ofDevice.get(device) ?? []).filter(isGranted)))
  }

  isBanned(contributor: string): boolean {
    return this.devicesOf(contributor).some((device) => this.members.get(device)?.banned)
  }

  /** Facts that prove to a device what project this is, who its hubs are, and that the device is a member. */
  charterOf(device: DeviceKey): readonly FactId[] {
    const proofs = [...this.deciding, ...(this.ofDevice.get(device) ?? [])].filter(
      (fact) =>
        fact.is === 'project' ||
        (fact.is === 'grant' && (fact.content.device === device || fact.content.role === 'hub'))
    )
    return [...new Set(proofs.map(({ id }) => id))]
  }

  /** @returns the devices of which something is no longer as it was. */
  learn(fact: KnownFact): readonly DeviceKey[] {
    if (this.facts.has(fact.id)) return []
    this.keep(fact)
    const few = FEW.includes(fact.is) ? this.linkedTo(fact) : undefined
    if (few && [...few].every((device) => this.isNoDecider(device))) {
      const facts = new Set([...this.deciding, ...[...few].flatMap((device) => this.ofDevice.get(device) ?? [])])
      return this.replace(few, readPeople([...facts], this.project))
    }
    const all = readPeople([...this.facts.values()], this.project)
    const changed = this.replace(new Set([...this.members.keys(), ...all.keys()]), all)
    this.deciding = this.factsOfDeciders()
    return changed
  }

  private keep(fact: KnownFact): void {
    this.facts.set(fact.id, fact)
    const about = new Set([fact.device])
    if (fact.is === 'grant') {
      about.clear()
      about.add(fact.content.device)
      into(this.grantedAs, fact.content.contributor).add(fact.content.device)
    }
    if (fact.is === 'succeed') about.add(fact.content.to)
    for (const device of about) {
      const facts = this.ofDevice.get(device)
      if (facts) facts.push(fact)
      else this.ofDevice.set(device, [fact])
    }
  }

  /** Devices that successions and common names link to those of a fact. A name that stands for a decider is a link too. */
  private linkedTo(fact: KnownFact): ReadonlySet<DeviceKey> {
    const reached = new Set<DeviceKey>()
    const names = new Set<string>()
    const news = [fact.is === 'grant' ? fact.content.device : fact.device]
    for (let device = news.pop(); device !== undefined; device = news.pop()) {
      if (reached.has(device)) continue
      reached.add(device)
      for (const about of this.ofDevice.get(device) ?? []) {
        if (about.is === 'succeed') news.push(about.device, about.content.to)
        if (about.is !== 'grant' || names.has(about.content.contributor)) continue
        names.add(about.content.contributor)
        news.push(...(this.grantedAs.get(about.content.contributor) ?? []))
        news.push(...(this.devices.get(about.content.contributor) ?? []))
      }
    }
    return reached
  }

  /** Nor about to be one: whom others may follow from is read with all. */
  private isNoDecider(device: DeviceKey): boolean {
    const facts = this.ofDevice.get(device) ?? []
    const raised = facts.some((fact) => fact.is === 'grant' && fact.content.role !== 'contributor')
    return !raised && memberOf(this.members, device).role === 'contributor'
  }

  private replace(devices: ReadonlySet<DeviceKey>, by: People): DeviceKey[] {
    const changed: DeviceKey[] = []
    for (const device of devices) {
      const [was, is] = [this.members.get(device), by.get(device)]
      if (JSON.stringify(was) === JSON.stringify(is)) continue
      changed.push(device)
      if (was) this.devices.get(was.contributor)?.delete(device)
      if (is) {
        this.members.set(device, is)
        into(this.devices, is.contributor).add(device)
      } else this.members.delete(device)
    }
    return changed
  }

  private factsOfDeciders(): KnownFact[] {
    return [...this.facts.values()].filter(
      (fact) =>
        ['project', 'ban', 'unban'].includes(fact.is) ||
        (fact.is === 'grant' && fact.content.role !== 'contributor') ||
        (fact.is === 'succeed' && memberOf(this.members, fact.device).role !== 'contributor')
    )
  }
}

function into<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = new Set<V>()
  map.set(key, made)
  return made
}
