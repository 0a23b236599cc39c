import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { textsIn } from '../exported.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds } from '../understory.ts'
import { closeAll, type Look } from './browser-window.ts'
import { pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'
import { ANY } from './words.ts'

/**
 * One hub for the tests of a file, and one person, who has joined it and stays: joining is the slowest of all. Each test
 * starts from where the one before it ended, on Today with nothing left to send, and ends so.
 */
export function oneAtWork(name: string, ...langs: string[]) {
  const here = aWorkplace() as { place: Workplace; one: Volunteer }
  let broken = false
  beforeAll(async () => {
    here.one = await here.place.volunteer(name, langs)
  })
  beforeEach(({ skip }) => skip(broken, 'a test before it failed'))
  /** A test of what the person does. */
  const step = (words: string, work: (one: Volunteer) => Promise<void>, options = {}) =>
    it(words, options, async () => {
      broken = true
      await work(here.one)
      broken = false
    })
  return { here, step }
}

/** One hub for the tests of a file. */
export function aWorkplace(...args: string[]): { readonly place: Workplace } {
  const here = {} as { place: Workplace }
  beforeAll(async () => {
    here.place = await Workplace.open(...args)
  })
  afterAll(() => {
    closeAll()
    cleanUp()
  })
  return here
}

/** A practice hub whose process comes and goes, and people who have messages to write for it. */
export class Workplace {
  readonly folder = newFolder()
  readonly port: number
  private readonly args: readonly string[]
  private running: HubProcess | undefined

  static async open(...args: string[]): Promise<Workplace> {
    const place = new Workplace(await freePort(), args)
    await place.hubStarts()
    return place
  }

  private constructor(port: number, args: readonly string[]) {
    this.port = port
    this.args = args
  }

  get hub(): HubProcess {
    if (!this.running) throw new Error('the hub was never started')
    return this.running
  }

  get project(): string {
    return this.hub.invite.replace(/.*#|\..*/g, '')
  }

  async hubStarts(port = this.port): Promise<void> {
    this.running = await HubProcess.start(this.folder, port, ['practice', ...this.args])
  }

  /** Somebody who has joined, with two or three messages to write here in each language, and nothing left to send. */
  async volunteer(name: string, langs: string | readonly string[], look: Look = {}): Promise<Volunteer> {
    const volunteer = new Volunteer(name, pointer, look)
    await volunteer.joins(this.hub.invite)
    for (const lang of [langs].flat()) await volunteer.borrows(lang, 'write', 5)
    await volunteer.goesHome()
    await lineSays(volunteer, 'line-received')
    return volunteer
  }

  /** The dataset holds each text that this person has written, once. */
  async holdsAllOf({ name, wrote }: Volunteer): Promise<void> {
    const exported = (await succeeds(['export', '--data', this.folder, '--all'])).stdout
    const theirs = textsIn(exported).filter((text) => String(text).startsWith(`${name} `))
    expect(theirs.sort()).toEqual([...wrote].sort())
  }
}

/** From Today, writes and finishes so many messages, and goes back there without loading the app anew. */
export async function works(volunteer: Volunteer, count: number): Promise<void> {
  await volunteer.opensTaskHere('write')
  for (let done = 0; done < count; done++) {
    await volunteer.writes()
    await volunteer.finishes()
  }
  await volunteer.goesHome()
}

/** Loads the app anew, which sends at once what would go by itself when it can no longer be taken back. */
export async function sends(volunteer: Volunteer): Promise<void> {
  await volunteer.goesTo('/', 'home-title')
  await lineSays(volunteer, 'line-received')
}

/** Waits until the line about the sync says this, and this note with it. */
export async function lineSays(
  { page, t }: Pick<Volunteer, 'page' | 't'>,
  key: string,
  { count = 0, note = '' } = {}
): Promise<void> {
  const [words = ''] = t(key, { count, size: ANY }).split(ANY)
  const line = page.getByRole('status').filter({ hasText: words })
  await line
    .filter({ hasText: note && t(note) })
    .first()
    .waitFor()
}

/** Waits until the person is told exactly this: what became of the work, the cause, the one thing to do, the code. */
export async function isTold(
  volunteer: Volunteer,
  [work, cause, action, code]: readonly [work: string, cause: string, action: string, code: string],
  count = 0
): Promise<void> {
  const words = [volunteer.t(work, { count }), volunteer.t(cause), volunteer.t(action), code].join(' ')
  const alert = volunteer.page.getByRole('alert').filter({ hasText: volunteer.t(cause) })
  await alert.first().waitFor()
  expect((await alert.first().textContent())?.replace(/\s+/g, ' ')).toBe(words)
}
