import { Understory } from './understory.ts'

/** `understory hub` (or `practice`) that has opened its door. */
export class HubProcess {
  readonly process: Understory
  readonly address: string
  /** As printed: what contributors join with. */
  readonly invite: string

  static async start(folder: string, port: number, args: readonly string[] = ['hub']): Promise<HubProcess> {
    const process = new Understory([...args, '--data', folder, '--port', String(port)])
    await process.when(
      ({ stdout, stderr }) => stdout.split('\n').length > 2 && /organizer-invite|understory export/.test(stderr)
    )
    return new HubProcess(process)
  }

  private constructor(process: Understory) {
    const [address = '', invite = ''] = process.stdout.split('\n')
    this.process = process
    this.address = address
    this.invite = invite
  }

  get secret(): string {
    return this.invite.replace(/.*\./, '')
  }

  /** What the operator reads. */
  get log(): string {
    return this.process.stderr
  }

  /** As a power cut does. */
  async killed(): Promise<void> {
    await this.process.kill('SIGKILL')
  }

  async stopped() {
    return this.process.kill('SIGTERM')
  }
}
