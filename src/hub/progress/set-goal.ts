import { type FactId, makeFact } from '../../core/fact/fact.ts'
import type { ProjectGoal } from '../../core/progress/goals.ts'
import { secondsNow } from '../../sync/system.ts'
import type { Hub } from '../hub.ts'

/**
 * Sets a goal in the organizer's name; of 0 tasks: takes it back.
 * @returns the decision.
 */
export async function setGoal(hub: Hub, goal: ProjectGoal): Promise<FactId> {
  const { organizer } = hub.identity
  const content = { ...goal, kind: 'goal', v: 1, at: secondsNow(hub.system) }
  await hub.ingest.decide(async () => ({ contents: [content], result: undefined, signer: organizer }))
  return makeFact(organizer.device, content).id
}
