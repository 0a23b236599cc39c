import * as v from 'valibot'
import { UnderstoryError } from '../core/error.ts'
import { isOurs } from './app-protocol.ts'
import type { Answered, Channels } from './bridge.ts'

/** The part of Electron's `ipcMain` that is used here, and the log. */
export type IpcDoor = {
  readonly ipcMain: { handle(channel: string, handler: (event: Asked, ...args: unknown[]) => unknown): void }
  log(line: string): void
}
type Asked = { readonly senderFrame: { readonly url: string } | null }

type Handler<C extends keyof Channels> = (
  ...args: Parameters<Channels[C]>
) => ReturnType<Channels[C]> | Promise<ReturnType<Channels[C]>>

/** No arguments at all. */
export const NOTHING = v.strictTuple([])

/**
 * The only way to answer the page. Foreign pages and arguments of another shape are refused before the handler sees them;
 * an error crosses as what a person is told, or as "failed" with the rest in the log.
 * @param shape of all arguments together.
 */
export function answer<C extends keyof Channels>(
  { ipcMain, log }: IpcDoor,
  channel: C,
  shape: v.GenericSchema<unknown, Parameters<Channels[C]>>,
  handler: Handler<C>
): void {
  ipcMain.handle(channel, async (event, ...args): Promise<Answered<ReturnType<Channels[C]>>> => {
    // A frame that is gone by now has no address.
    if (!isOurs(event.senderFrame?.url ?? '')) return { refused: `${channel} is only for Understory's own page.` }
    const parsed = v.safeParse(shape, args)
    if (!parsed.success) return { refused: `${channel} does not take these arguments.` }
    try {
      return { value: await handler(...parsed.output) }
    } catch (error) {
      if (error instanceof UnderstoryError) {
        log(`${channel}: ${error.code} ${error.message}`)
        return { failed: error.told }
      }
      log(`${channel}: ${error instanceof Error ? error.stack : String(error)}`)
      return { refused: `${channel} failed inside the app; its log says more.` }
    }
  })
}
