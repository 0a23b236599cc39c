import { EventEmitter } from 'node:events'

type Listener = (event: object, ...args: unknown[]) => unknown
/** What the preload asks, as it crosses. */
export type Call = { channel: string; args: unknown[] }
/** What it hears; an error crosses as its text alone. */
export type CallAnswer = { value: unknown } | { error: string }

const handlers = new Map<string, Listener>()

export const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel: string, handler: Listener) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel: string) => void handlers.delete(channel)
})

/** @param url of the frame that asks. */
export async function answerCall(sender: object, url: string, { channel, args }: Call): Promise<CallAnswer> {
  const handler = handlers.get(channel)
  if (!handler) return { error: `Error: No handler registered for '${channel}'` }
  try {
    return { value: structuredClone(await handler({ sender, senderFrame: { url } }, ...args)) }
  } catch (error) {
    return { error: String(error) }
  }
}
