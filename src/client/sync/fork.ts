import type { DeviceKey } from '../../core/fact/fact.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import type { Outbox } from './outbox.ts'

/**
 * [EX4] Compares the ends of a chain that the hub holds with our own. Segments that it holds need not go out again;
 * segments beyond were lost with an older state of the hub, whatever it receipted then.
 *
 * @returns whether the hub holds a branch of this chain that is not here.
 */
export async function isForked(
  outbox: Outbox,
  device: DeviceKey,
  { tips, loose }: Pick<ControlFields<'challenge'>, 'tips' | 'loose'>
): Promise<boolean> {
  const chain = await outbox.hashes(device)
  if (tips.some(([, hash]) => !chain.includes(hash))) return true
  const [tip] = [...tips].sort(([a], [b]) => b - a)
  await outbox.held(device, tip?.[1], loose)
  return false
}
