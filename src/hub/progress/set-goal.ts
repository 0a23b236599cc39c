import { type FactId, makeFact } from '../../core/fact/fact.ts'
import type { ProjectGoal } from '../../core/progress/goals.ts'
import { secondsNow } from '../../sync/system.ts'
import type { Hub } from '../hub.ts'

/**
 * Sets a goal in the organizer's name; of 0 tasks: takes it back. It is later than every goal that is known here: of two
 * of one second the last counts.
 *
 * @returns the decision.
 */
export async function setGoal(hub: Hub, goal: ProjectGoal): Promise<FactId> {
  const { organizer } = hub.identity
  return hub.ingest.decide(async (tx) => {
    const goals = (await tx.factsAboutRules()).filter(({ content }) => content.kind === 'goal')
    const last = goals.reduce((most, { content }) => Math.max(most, Number(content.at) || 0), 0)
    const now = secondsNow(hub.system)
    // A clock far ahead, somewhere else, does not carry this one along.
    const at = last >= now && last - now < MOST_AHEAD ? last + 1 : now
    const content = { ...goal, kind: 'goal', v: 1, at }
    return { contents: [content], result: makeFact(organizer.device, content).id, signer: organizer }
  })
}

/** Seconds. */
const MOST_AHEAD = 60
