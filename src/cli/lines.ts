import * as v from 'valibot'
import type { Device } from '../client/device.ts'
import { BadAnswer } from '../client/errors.ts'
import type { FactId } from '../core/fact/fact.ts'

const message = v.string()

/** What a line may say that answers no task, by the field that names it. */
const REMARKS = {
  report: v.strictObject({ report: v.string(), message }),
  emoji: v.strictObject({ emoji: v.string(), message, removed: v.optional(v.boolean(), false) }),
  appeal: v.strictObject({ appeal: v.string(), text: v.string() }),
  withdraw: v.strictObject({ withdraw: v.literal(true, 'is nothing but true') })
} as const
type RemarkName = keyof typeof REMARKS

/**
 * Saves what one line of `answer` says: an answer to a task, a change of one (`amend`), a report, a reaction, an
 * appeal, or that a person withdraws.
 *
 * @returns the item's id; undefined if it changes nothing, as a reaction that stands already.
 * @throws {BadAnswer} or {NotHere}; nothing is saved then.
 */
export async function takeLine(device: Device, line: unknown): Promise<FactId | undefined> {
  switch (remarkIn(line)) {
    case 'report': {
      const { report, message } = read('report', line)
      return (await device.report(message, report)).id
    }
    case 'emoji': {
      const { emoji, message, removed } = read('emoji', line)
      return (await device.react(message, emoji, !removed))?.id
    }
    case 'appeal': {
      const { appeal, text } = read('appeal', line)
      return (await device.appeal(appeal, text)).id
    }
    case 'withdraw':
      read('withdraw', line)
      return (await device.withdraw()).id
    case undefined:
      return (await (isChange(line) ? device.amend(line) : device.answer(line))).id
  }
}

function isChange(line: unknown): boolean {
  return typeof line === 'object' && line !== null && Object.hasOwn(line, 'amend')
}

function remarkIn(line: unknown): RemarkName | undefined {
  if (typeof line !== 'object' || line === null) return undefined
  return (Object.keys(REMARKS) as RemarkName[]).find((name) => Object.hasOwn(line, name))
}

function read<N extends RemarkName>(name: N, line: unknown): v.InferOutput<(typeof REMARKS)[N]> {
  const parsed = v.safeParse(REMARKS[name] as v.GenericSchema, line)
  if (!parsed.success) throw new BadAnswer(v.getDotPath(parsed.issues[0]) ?? name, parsed.issues[0].message)
  return parsed.output as v.InferOutput<(typeof REMARKS)[N]>
}
