import { pointer } from '../app/hands.ts'
import { Volunteer } from '../app/volunteer.ts'
import { Desktop } from './launch.ts'

/** A person at the desktop app, on a profile of their own. */
export class Seat extends Volunteer {
  private desktop: Desktop | undefined
  private readonly args: readonly string[]

  /** @param args of every start. */
  constructor(name: string, ...args: string[]) {
    super(name, pointer)
    this.args = args
  }

  get running(): Desktop {
    if (!this.desktop) throw new Error(`${this.name} has not started the app`)
    return this.desktop
  }

  override get page() {
    return this.running.page
  }

  async starts(...more: string[]): Promise<void> {
    this.desktop = await Desktop.start(...this.args, ...more)
  }

  /** A start while the app runs already. @returns its exit code. */
  startsAgain(...more: string[]): Promise<number | null> {
    return Desktop.passing(...this.args, ...more)
  }

  override async closes(): Promise<void> {
    await this.running.quit()
  }

  override async offline(is: boolean): Promise<void> {
    await this.running.app.context().setOffline(is)
  }

  override async goesTo(path: string, title: string): Promise<void> {
    // URL knows no origin of app:.
    await this.page.goto(this.page.url().replace(/^(\w+:\/\/[^/]+).*/, `$1${path}`))
    await this.at(title)
  }
}
