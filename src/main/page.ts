import type { Signal } from './bridge.ts'

/** The page's side as main speaks to it: it is told that something is there, and asks for it. */
export class Page {
  /** Undefined while there is no page that could hear. */
  private readonly send: (signal: Signal) => boolean
  private links: string[] = []
  private flushed: PromiseWithResolvers<void> | undefined

  /** @param send says whether there is a page. */
  constructor(send: (signal: Signal) => boolean) {
    this.send = send
  }

  /** Kept until the page takes it: it may still be loading. */
  inviteCame(link: string): void {
    this.links.push(link)
    this.send('invites-came')
  }

  takeInvites(): readonly string[] {
    const links = this.links
    this.links = []
    return links
  }

  /** Resolves once the page says that it has written down what it holds, or is gone. */
  flush(): Promise<void> {
    this.flushed ??= Promise.withResolvers<void>()
    const { promise } = this.flushed
    if (!this.send('closing')) this.hasFlushed()
    return promise
  }

  hasFlushed(): void {
    this.flushed?.resolve()
    this.flushed = undefined
  }
}

/** An invite among the arguments of a start, as far as its beginning tells; the page reads it strictly. */
export function inviteIn(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.length <= MAX_INVITE && /^(understory|https?):\/\/[^/]+\/join#/.test(arg))
}

/** Far more than an invite needs. */
const MAX_INVITE = 2000
