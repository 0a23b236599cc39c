import { type Told, UnderstoryError } from '../core/error.ts'
import type { HubInfo } from './bridge.ts'

/** How the practice hub is to run. */
export type StartPractice = {
  readonly folder: string
  readonly port: number
  /** The folder of the built page, which the hub shows to browsers too. */
  readonly site: string
  /** The file of practice trees. */
  readonly practice: string
}

/** From main to the hub's process. */
export type ToHub = { readonly start: StartPractice } | 'stop'

/** From the hub's process to main; once. */
export type FromHub = { readonly open: HubInfo } | { readonly failed: HubFailure }

export type HubFailure = { readonly code: string; readonly message: string; readonly told: Told }

/** The hub's process as it hears and speaks. */
export type HubPort = {
  hear(heard: (message: ToHub) => void): void
  say(message: FromHub): void
  log(line: string): void
}

export type OpenHub = { readonly info: HubInfo; close(): Promise<void> }

/**
 * The hub's process: opens the hub when told to, closes it when told to, one after the other.
 * @param open with what main said.
 * @param end of the process, after `stop`.
 */
export function serveMessages(port: HubPort, open: (start: StartPractice) => Promise<OpenHub>, end: () => void): void {
  let opening: Promise<OpenHub | undefined> = Promise.resolve(undefined)
  port.hear((message) => {
    if (message === 'stop') {
      void opening
        .then((hub) => hub?.close())
        .catch((error: unknown) => port.log(`closing: ${String(error)}`))
        .finally(end)
      return
    }
    opening = open(message.start).then(
      (hub) => {
        port.say({ open: hub.info })
        return hub
      },
      (error: unknown) => {
        // It ends when main has heard this and says stop: what is said last by a process that ends may be lost.
        port.say({ failed: failureOf(error) })
        return undefined
      }
    )
  })
}

/** As plain data: what crosses between processes loses its class. */
function failureOf(error: unknown): HubFailure {
  if (error instanceof UnderstoryError) return { code: error.code, message: error.message, told: error.told }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'A1', message, told: HUB_ENDED }
}

/** What a person is told when the hub's process ends by itself. */
export const HUB_ENDED: Told = { work: ['nothing-started'], cause: ['hub-ended'], action: ['open-again'] }
