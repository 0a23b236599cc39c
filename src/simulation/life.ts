import { type Content, type Fact, type MessageId, makeFact } from '../core/fact/fact.ts'
import { isWriting, roleWritten, type TaskKind } from '../core/fact/kinds.ts'
import { hashOf, uuidOf } from '../core/hash.ts'
import type { Rules } from '../core/rules.ts'
import { type Lending, taskAt } from '../core/tree/task.ts'
import { type Answer, answerOf, type Lent } from './answer.ts'
import { handOut } from './hand-out.ts'
import { type Hub, newHub, take } from './hub.ts'
import type { PeopleModel } from './people-model.ts'
import { type Person, peopleOf } from './person.ts'
import { type Away, presenceOf, type Sitting } from './presence.ts'
import { newQueue } from './queue.ts'
import { settle } from './settle.ts'
import { type Truths, truthOf } from './truth.ts'

export type Plan = {
  readonly rules: Rules
  readonly model: PeopleModel
  readonly volunteers: number
  readonly days: number
  readonly seed: number
}

/** One thing that a person finished. Times are minutes since the project began. */
export type Act = {
  readonly person: string
  readonly kind: string
  readonly fact: Fact
  readonly target?: MessageId
  /** For ballots: the replies in the order shown. */
  readonly shown: readonly MessageId[]
  readonly minutes: number
  readonly at: number
  readonly handedIn: number
  /** Not taken in by the hub, which keeps nothing of it. */
  readonly refused?: string
}

/** What came of a project, all hubs merged. */
export type Life = {
  readonly plan: Plan
  readonly acts: readonly Act[]
  readonly truths: Truths
  readonly people: readonly Person[]
  readonly hub: Hub
}

/** Seconds since 1970 at which every simulated project begins. */
export const BEGIN = 1_700_000_000
/** Who finds nothing to do looks again after so many minutes. */
const LOOK_AGAIN = 20
/** More tasks than this are in no batch. */
const BATCH = 50

const secondsAt = (minutes: number) => BEGIN + Math.round(minutes * 60)

type Task = Lent & { readonly lending: Fact; readonly index: number; readonly until: number }
type Finished = { readonly task: Task; readonly answer: Answer; readonly at: number; readonly device: number }

/** A whole project, from its first fact to the day when all have come home. */
export function live(plan: Plan): Life {
  const { rules, model, seed } = plan
  const people = peopleOf(model, plan.volunteers, seed)
  const hubs = founded(plan, people)
  const truths: Truths = new Map()
  const acts: Act[] = []
  const queue = newQueue()
  const end = plan.days * 24 * 60

  for (const person of people) {
    const hub = hubs[person.hub] ?? (hubs[0] as Hub)
    const { online, away } = presenceOf(person, model, plan.days, seed)
    for (const sitting of online) queue.plan(sitting.from, (now) => work(person, hub, sitting, now))
    const kept: Task[] = []
    for (const each of away) queue.plan(each.from, (now) => leave(person, hub, each, kept, now))
  }
  if (hubs.length > 1)
    for (let at = model.workshop.exchange_days; at < plan.days; at += model.workshop.exchange_days)
      queue.plan(at * 24 * 60, (now) => exchange(hubs, now))
  queue.run()
  exchange(hubs, end)
  return { plan, acts, truths, people, hub: hubs[0] as Hub }

  /** Connected: one task after the other, each from what stands at that moment. */
  function work(person: Person, hub: Hub, sitting: Sitting, now: number): void {
    if (now >= Math.min(end, sitting.from + sitting.minutes)) return
    const [task] = lent(
      handOut(hub, person, { count: 1, minutes: Number.POSITIVE_INFINITY }, minutesOf(person), secondsAt(now))
    )
    if (!task) {
      queue.plan(now + LOOK_AGAIN, (later) => work(person, hub, sitting, later))
      return
    }
    const [done, ...again] = finish(person, task, now)
    queue.plan(done.at, (later) => {
      for (const each of [done, ...again]) handIn(person, hub, each, later)
      work(person, hub, sitting, later)
    })
  }

  /** Offline: a batch for the time until the next contact; what is left of it is kept. */
  function leave(person: Person, hub: Hub, { sittings, back }: Away, kept: Task[], now: number): void {
    const time = sittings.reduce((sum, { minutes }) => sum + minutes, 0)
    const stillHere = kept.splice(0).filter(({ until }) => rules.profile === 'understory' || until > secondsAt(now))
    const minutesOfKept = stillHere.reduce((sum, { kind }) => sum + minutesOf(person)(kind), 0)
    const wanted = { count: BATCH - stillHere.length, minutes: Math.max(0, time - minutesOfKept) }
    const more =
      wanted.count > 0 && wanted.minutes > 0
        ? lent(handOut(hub, person, wanted, minutesOf(person), secondsAt(now)))
        : []
    const tasks = [...stillHere, ...more]
    const finished: Finished[] = []
    for (const { from, minutes } of sittings)
      for (let at = from; at < from + minutes && tasks.length > 0; ) {
        const [done, ...again] = finish(person, tasks.shift() as Task, at)
        finished.push(done, ...again)
        at = (again.at(-1) ?? done).at
      }
    kept.push(...tasks)
    queue.plan(Math.min(back, Math.max(end, now)), (later) => {
      for (const each of finished) handIn(person, hub, each, later)
    })
  }

  /** What a person makes of a task; now and then they do it again on their other device. */
  function finish(person: Person, task: Task, from: number): [Finished, ...Finished[]] {
    const answer = answerOf(person, task, truths, model, rules)
    const first = { task, answer, at: from + answer.minutes, device: 0 }
    if (person.devices.length < 2 || !person.streams.act.happens(model.twice)) return [first]
    const again = answerOf(person, task, truths, model, rules)
    return [first, { task, answer: again, at: first.at + again.minutes, device: 1 }]
  }

  function handIn(person: Person, hub: Hub, { task, answer, at, device }: Finished, now: number): void {
    const { key = '', clock = 0 } = person.devices[device] ?? {}
    // Open-Assistant knows no time but its server's.
    const saved = rules.profile === 'open-assistant' ? secondsAt(now) : Math.max(0, secondsAt(at) + clock)
    const written = isWriting(answer.kind) && { text: `Text ${acts.length} of ${person.contributor}.`, salt: SALT }
    const content = {
      kind: answer.kind,
      v: 1,
      task: [task.lending.id, task.index],
      saved,
      took: Math.round(answer.minutes * 60),
      ...answer.fields,
      ...written
    }
    const fact = makeFact(key, content as Content)
    if (isWriting(answer.kind)) truths.set(uuidOf(fact.id), truthOf(person, model, roleWritten(answer.kind)))
    const expired = rules.profile === 'open-assistant' && secondsAt(now) > task.until
    acts.push({
      person: person.contributor,
      kind: answer.kind,
      fact,
      ...(task.target !== undefined && { target: task.target }),
      shown: task.candidates,
      minutes: answer.minutes,
      at,
      handedIn: now,
      ...(expired && { refused: 'expired' })
    })
    if (expired) return
    take(hub, fact)
  }

  function minutesOf(person: Person): (kind: TaskKind) => number {
    return (kind) => (model.minutes[kind as keyof PeopleModel['minutes']] ?? 1) * person.pace
  }
}

const SALT = new Uint8Array(16)

function lent(lendings: readonly Fact[]): Task[] {
  return lendings.flatMap((lending) => {
    const content = lending.content as unknown as Lending
    return content.tasks.flatMap((_, index): Task[] => {
      const task = taskAt(content, index)
      return task ? [{ ...task, full: content.tasks[index]?.full !== false, lending, index, until: content.until }] : []
    })
  })
}

/** Each takes in what the others have; a fact that is there already changes nothing. */
function exchange(hubs: readonly Hub[], now: number): void {
  const had = hubs.map(({ facts }) => [...facts.values()])
  for (const hub of hubs) for (const fact of had.flat()) take(hub, fact)
  for (const hub of hubs) settle(hub, secondsAt(now))
}

/** The facts about persons: the project, its hubs, and every device with its person's consent. */
function founded({ rules, model, seed }: Plan, people: readonly Person[]): Hub[] {
  const organizer = hashOf('simulated organizer', seed)
  const terms = hashOf('simulated terms', '')
  const count = model.workshop.share > 0 ? 2 : 1
  const hubs = Array.from({ length: count }, (_, i) => newHub(hashOf('simulated hub', [seed, i]), rules, seed))
  const grant = (device: string, role: string, contributor: string) =>
    makeFact(organizer, { kind: 'grant', v: 1, device, role, contributor, at: BEGIN })
  const facts = [
    makeFact(organizer, {
      kind: 'project',
      v: 1,
      name: 'Simulated',
      rules: rules.name,
      organizers: [organizer],
      terms,
      at: BEGIN
    }),
    ...hubs.map(({ key }) => grant(key, 'hub', 'hub')),
    ...people.flatMap(({ contributor, devices }) =>
      devices.flatMap(({ key }) => [
        grant(key, 'contributor', contributor),
        makeFact(key, { kind: 'consent', v: 1, terms, saved: BEGIN })
      ])
    )
  ]
  for (const hub of hubs) for (const fact of facts) take(hub, fact)
  return hubs
}
