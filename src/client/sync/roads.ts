import type { RawSocket } from '../../sync/link/link.ts'
import type { System } from '../../sync/system.ts'

/** By what a device reaches its hub: a WebSocket, or calls over HTTP where a proxy breaks those. */
export type Road = 'socket' | 'post'

/** What is known of the way to the project, fact by fact: one may hold while the next does not. */
export type Reach = {
  /** This computer has a network; undefined: nobody can say. */
  readonly network: boolean | undefined
  /** A hub of Understory answered at the address, as of the last attempt; undefined: not tried yet. */
  readonly hub: boolean | undefined
  /** The hub has let this device into its project, on the present connection. */
  readonly project: boolean
  readonly road: Road
  /** [LK16] So many callers are let in before this one, itself included; 0: it need not wait. */
  readonly place: number
}

export type RoadsOptions = {
  readonly system: System
  socket(): RawSocket
  /** Missing: there is no other road. */
  readonly post?: (() => RawSocket) | undefined
  /** Whether a hub answers plain HTTP. */
  readonly reaches?: (() => Promise<boolean>) | undefined
  /** The road, or what is known of it, is another. */
  onChange(): void
  /** A better road is open: hang up and dial again. */
  onBetter(): void
}

/** [LK14] So many connections in a row on which no message came, while HTTP works, are a proxy's doing. */
const SILENT_CALLS = 3
/** How often a WebSocket is tried again meanwhile. */
const TRY_SOCKET_EVERY = 300_000

/** [LK14] Chooses the road of the next call by what became of those before. */
export class Roads {
  road: Road = 'socket'
  hub: boolean | undefined
  place = 0
  private silent = 0
  /** Whether a message came on the present connection. */
  private spoken = false
  private stopped = false
  private cancelTry = (): void => {}
  private readonly options: RoadsOptions

  constructor(options: RoadsOptions) {
    this.options = options
  }

  connect(): RawSocket {
    const { socket, post } = this.options
    return this.road === 'post' && post ? post() : socket()
  }

  /** A message of the hub came on this connection. */
  heard(): void {
    if (this.spoken) return
    this.spoken = true
    this.silent = 0
    this.know(true)
  }

  /** The hub has told this caller its place. */
  queued(place: number): void {
    if (this.place === place) return
    this.place = place
    this.options.onChange()
  }

  /** A connection has ended. */
  async ended(): Promise<void> {
    const { spoken } = this
    this.spoken = false
    this.place = 0
    if (spoken || this.stopped) return
    this.silent += 1
    const { reaches, post } = this.options
    if (!reaches) return
    const reached = await reaches().catch(() => false)
    if (this.stopped) return
    this.know(reached)
    if (this.silent < SILENT_CALLS) return
    if (this.road === 'post') this.take('socket')
    else if (reached && post) {
      this.take('post')
      this.trySocketLater()
    }
  }

  /** For good. */
  stop(): void {
    this.stopped = true
    this.cancelTry()
  }

  private take(road: Road): void {
    this.silent = 0
    this.road = road
    this.cancelTry()
    this.options.onChange()
  }

  private know(hub: boolean): void {
    if (this.hub === hub) return
    this.hub = hub
    this.options.onChange()
  }

  /** A socket counts only once the hub has spoken on it: some proxies open them and carry nothing. */
  private trySocketLater(): void {
    const { system, socket } = this.options
    this.cancelTry = system.after(TRY_SOCKET_EVERY, () => {
      const trial = socket()
      trial.binaryType = 'arraybuffer'
      trial.onmessage = () => {
        trial.close()
        if (this.stopped || this.road === 'socket') return
        this.take('socket')
        this.options.onBetter()
      }
      this.trySocketLater()
    })
  }
}
