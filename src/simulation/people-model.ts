import * as v from 'valibot'

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(1000))
const Minutes = v.pipe(v.number(), v.minValue(0.01), v.maxValue(600))

const MINUTES = {
  initial_prompt: 4,
  prompter_reply: 4,
  assistant_reply: 10,
  label_initial_prompt: 1,
  label_prompter_reply: 1,
  label_assistant_reply: 1.5,
  rank_initial_prompts: 2,
  rank_prompter_replies: 2,
  rank_assistant_replies: 3
} as const

/** Of `part`, every field may be left out; what stands then is the default. */
function partly<T extends v.ObjectEntries>(part: T) {
  return v.optional(v.strictObject(part), {} as v.InferInput<v.StrictObjectSchema<T, undefined>>)
}

/**
 * How volunteers are. docs/guides/simulation.md says it in words. `share`: 0 to 1, of people or of acts.
 * Quality is in standard deviations of what careful people write.
 */
const Model = v.strictObject({
  /** First language by its share; shares need not add up to 1. */
  languages: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is not a language tag')), Amount),
      v.check((languages) => Object.values(languages).some((share) => share > 0), 'names no language')
    ),
    { en: 0.6, es: 0.4 }
  ),
  /** Share of people who work in a second language too. */
  second_language: v.optional(Share, 0.2),
  /** Standard deviation of one judgement around the truth. */
  judgement_noise: v.optional(Amount, 1),
  /** Share of people who vote at random, or leave the start order and all labels at 0. */
  careless: v.optional(Share, 0.1),
  minutes: partly({
    initial_prompt: v.optional(Minutes, MINUTES.initial_prompt),
    prompter_reply: v.optional(Minutes, MINUTES.prompter_reply),
    assistant_reply: v.optional(Minutes, MINUTES.assistant_reply),
    label_initial_prompt: v.optional(Minutes, MINUTES.label_initial_prompt),
    label_prompter_reply: v.optional(Minutes, MINUTES.label_prompter_reply),
    label_assistant_reply: v.optional(Minutes, MINUTES.label_assistant_reply),
    rank_initial_prompts: v.optional(Minutes, MINUTES.rank_initial_prompts),
    rank_prompter_replies: v.optional(Minutes, MINUTES.rank_prompter_replies),
    rank_assistant_replies: v.optional(Minutes, MINUTES.rank_assistant_replies)
  }),
  /** How far people's pace lies from the mean: 0.4 is 60 % to 140 % of the minutes. */
  pace: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0.4),
  /** Part of the minutes that careless people take. */
  careless_pace: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)), 0.5),
  presence: partly({
    /** Chance that a person works on a day. */
    day: v.optional(Share, 0.5),
    /** Mean hours of work on such a day. */
    hours: v.optional(v.pipe(v.number(), v.minValue(0.05), v.maxValue(16)), 1),
    /** Share of people who work offline, from batches. */
    offline: v.optional(Share, 0.4),
    /** Mean days between two contacts of theirs. */
    days_offline: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(60)), 3),
    /** Share of their batches that come back later than meant. */
    late: v.optional(Share, 0.1),
    /** By how many days. */
    days_late: v.optional(Amount, 10)
  }),
  /** Share of junk in what people write. */
  junk: partly({ careful: v.optional(Share, 0.02), careless: v.optional(Share, 0.3) }),
  /** Share of a message's quality that is its author's skill. */
  skill: v.optional(Share, 0.3),
  /** Share of the labels that may be left out and are. */
  unanswered: v.optional(Share, 0.25),
  /** Share of labels of which people say that they cannot tell, where they can say so. */
  not_sure: v.optional(Share, 0.03),
  /** Replies that seem closer than this to a person tie, where they may. */
  ties: v.optional(Amount, 0.1),
  /** Share of ballots that leave one reply out, where they may. */
  leaves_out: v.optional(Share, 0.02),
  /** Share of tasks that are turned down. */
  skips: v.optional(Share, 0.03),
  clocks: partly({
    /** Share of devices whose clock is wrong. */
    wrong: v.optional(Share, 0.1),
    /** By at most so many hours. */
    hours: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)), 48)
  }),
  /** Share of people with a second device. */
  second_device: v.optional(Share, 0.3),
  /** Share of acts that such a person does again on the other device. */
  twice: v.optional(Share, 0.02),
  workshop: partly({
    /** Share of people who work with a second hub. */
    share: v.optional(Share, 0),
    /** Days between two exchanges of the hubs. */
    exchange_days: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(365)), 3)
  })
})

export type PeopleModel = v.InferOutput<typeof Model>

/** Expected: a file of the user's is no model. Names the field as `presence.day`. */
export class NoModel extends Error {
  override readonly name = 'NoModel'
  readonly field: string
  readonly problem: string
  constructor(field: string, problem: string) {
    super(`${field} ${problem}`)
    this.field = field
    this.problem = problem
  }
}

/**
 * Checks a model, and fills in what it leaves out.
 * @throws {NoModel} for a field that does not exist or is out of range.
 */
export function readModel(given: unknown): PeopleModel {
  if (Array.isArray(given)) throw new NoModel('the file', 'must be Object, not Array')
  const read = v.safeParse(Model, withShares(given))
  if (read.success) return read.output
  const [issue] = read.issues
  const field = v.getDotPath(issue) ?? 'the file'
  const unknown = issue.expected === 'never'
  throw new NoModel(field, unknown ? 'is no field of a model of people' : problemOf(issue))
}

/** Languages as a mere list have equal shares. */
function withShares(given: unknown): unknown {
  const { languages } = (given ?? {}) as { readonly languages?: unknown }
  if (!Array.isArray(languages)) return given
  return { ...(given as object), languages: Object.fromEntries(languages.map((lang) => [lang, 1])) }
}

function problemOf({ message, expected, received }: v.BaseIssue<unknown>): string {
  return message.startsWith('Invalid') ? `must be ${expected}, not ${received}` : message
}

/** Three levels of noise and carelessness. */
export const LEVELS: Readonly<Record<string, PeopleModel>> = {
  low: readModel({ judgement_noise: 0.5, careless: 0.03 }),
  middle: readModel({}),
  high: readModel({ judgement_noise: 1.5, careless: 0.25 })
}
