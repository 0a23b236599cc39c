import { giveOrders } from '../hub/orders/give.ts'
import type { Order } from '../hub/orders/order.ts'
import { logLine } from './commands/hub.ts'
import { readingProject } from './project-store.ts'

/**
 * Has orders carried out, by the hub that runs on the folder or else here. It founds no project.
 * @returns of each the id of the decision. @throws {Trouble} F6, and what `giveOrders` throws.
 */
export async function ordered(folder: string, ...orders: Order[]): Promise<string[]> {
  await readingProject(folder, async () => undefined, { older: true })
  return (await giveOrders(folder, orders, logLine)).map(({ done }) => done)
}
