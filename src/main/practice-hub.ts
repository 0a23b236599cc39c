import { type Told, UnderstoryError } from '../core/error.ts'
import type { HubInfo } from './bridge.ts'
import { type FromHub, HUB_ENDED, type HubFailure, type StartPractice, type ToHub } from './hub-messages.ts'

/** The part of Electron's `UtilityProcess` that is used here. */
export type HubChild = {
  postMessage(message: ToHub): void
  on(event: 'message', heard: (message: FromHub) => void): unknown
  once(event: 'exit', heard: () => void): unknown
  kill(): boolean
}

/** The hub did not open, or its process ended; the next call tries again. */
class HubFailed extends UnderstoryError {
  override name = 'HubFailed' as const
  readonly code: string
  readonly told: Told
  constructor({ code, message, told }: HubFailure) {
    super(message)
    this.code = code
    this.told = told
  }
}

type Running = { readonly child: HubChild; readonly opened: Promise<HubInfo>; readonly gone: Promise<void> }

/** How long a hub may take to close before its process is ended. Its store survives that. */
const CLOSING_MS = 5000

/** The practice hub as main sees it: a process that is started when first wanted. */
export class PracticeHub {
  private running: Running | undefined
  private readonly fork: () => HubChild
  private readonly options: StartPractice
  private readonly after: (ms: number) => Promise<void>

  constructor(fork: () => HubChild, options: StartPractice, after: (ms: number) => Promise<void>) {
    this.fork = fork
    this.options = options
    this.after = after
  }

  /** @throws {HubFailed} */
  open(): Promise<HubInfo> {
    this.running ??= this.start()
    return this.running.opened
  }

  /** Resolves once its process is gone and its port is free. */
  async close(): Promise<void> {
    if (this.running === undefined) return
    const { child, gone } = this.running
    child.postMessage('stop')
    await Promise.race([gone, this.after(CLOSING_MS).then(() => void child.kill())])
    await gone
  }

  private start(): Running {
    const child = this.fork()
    const gone = new Promise<void>((done) => child.once('exit', done)).then(() => this.forget(child))
    const opened = new Promise<HubInfo>((done, refused) => {
      child.on('message', (message) => {
        if ('open' in message) return done(message.open)
        this.forget(child)
        child.postMessage('stop')
        refused(new HubFailed(message.failed))
      })
      void gone.then(() => refused(new HubFailed({ code: 'A1', message: "the hub's process ended", told: HUB_ENDED })))
    })
    child.postMessage({ start: this.options })
    return { child, opened, gone }
  }

  /** The next who wants a hub gets another process. */
  private forget(child: HubChild): void {
    if (this.running?.child === child) this.running = undefined
  }
}
