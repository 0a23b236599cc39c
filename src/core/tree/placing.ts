import type { Known } from '../fact/check.ts'
import type { MessageId, VersionId } from '../fact/fact.ts'
import { memberOf, type People } from '../people.ts'
import { byTime, type Written } from './messages.ts'
import type { Outcomes } from './outcomes.ts'
import { type Lendings, type Task, taskAt } from './task.ts'

export type Judgement = Known<'review'> | Known<'ballot'> | Known<'skip'>

/** A judgement with the task that it answers and the message that it is about. */
export type Placed<J extends Judgement> = { readonly fact: J; readonly task: Task; readonly target: Written }

/** What judgements of one tree are read with. */
export type Setting = {
  readonly messageOf: ReadonlyMap<VersionId, Written>
  readonly lendings: Lendings
  readonly people: People
  readonly outcomes: Outcomes
}

export function settingOf(
  messages: ReadonlyMap<MessageId, Written>,
  lendings: Lendings,
  people: People,
  outcomes: Outcomes
): Setting {
  const messageOf = new Map<VersionId, Written>()
  for (const message of messages.values()) for (const version of message.versions) messageOf.set(version, message)
  return { messageOf, lendings, people, outcomes }
}

export function contributorOf(fact: { readonly device: string }, { people }: Pick<Setting, 'people'>): string {
  return memberOf(people, fact.device).contributor
}

export function taskOf(fact: Judgement, { lendings }: Pick<Setting, 'lendings'>): Task | undefined {
  const lending = lendings.get(fact.content.task[0])
  return lending && taskAt(lending, fact.content.task[1])
}

/** By time. Those on a message that is still to come wait. */
export function placed<J extends Judgement>(given: readonly J[], setting: Setting): Placed<J>[] {
  return given.toSorted(byTime).flatMap((fact) => {
    const task = taskOf(fact, setting)
    const target = task?.target === undefined ? undefined : setting.messageOf.get(task.target)
    return task && target ? [{ fact, task, target }] : []
  })
}

/** Of one contributor's several of one kind on one message the last; the others are spare. */
export function lastOfEach<P extends Placed<Judgement>>(given: readonly P[], setting: Setting): P[] {
  const last = new Map<string, P>()
  for (const judgement of given) {
    const { fact, task, target } = judgement
    const key = JSON.stringify([task.kind, target.id, contributorOf(fact, setting)])
    const before = last.get(key)
    if (before) setting.outcomes.spare(before.fact, 'done-again')
    last.delete(key) // so that the order is that of the last ones
    last.set(key, judgement)
  }
  return [...last.values()]
}

export function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
