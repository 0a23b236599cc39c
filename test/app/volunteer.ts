import { expect } from 'vitest'
import { newFolder } from '../understory.ts'
import { BrowserWindow, type Look } from './browser-window.ts'
import type { Hands } from './hands.ts'
import { ANY, type Phrases, pattern, phrases } from './words.ts'

export type Kind = 'write' | 'judge' | 'rank'
type MakeHands = (page: BrowserWindow['page']) => Hands

/** A person at their own browser profile, who finds everything by the words on the screen. */
export class Volunteer {
  readonly name: string
  /** What this person has written as messages. */
  readonly wrote: string[] = []
  readonly t: Phrases
  private readonly makeHands: MakeHands
  /** Where their browser keeps everything. */
  readonly profile = newFolder()
  private readonly look: Look
  private window: BrowserWindow | undefined
  private other: BrowserWindow['page'] | undefined
  private address = ''

  constructor(name: string, makeHands: MakeHands, look: Look = {}) {
    this.name = name
    this.makeHands = makeHands
    this.look = look
    this.t = phrases(look.lang)
  }

  get page() {
    if (!this.window) throw new Error(`${this.name} has no window`)
    return this.other ?? this.window.page
  }

  /** Turns to another window of the same browser. */
  looksAt(page: BrowserWindow['page']): void {
    this.other = page
  }

  get hands(): Hands {
    return this.makeHands(this.page)
  }

  /** Opens a window on the profile; what was there before is there again. */
  async opens(url: string): Promise<void> {
    this.address = new URL(url).origin
    this.other = undefined
    this.window = await BrowserWindow.open(this.profile, this.look)
    await this.page.goto(url)
  }

  async opensAgain(): Promise<void> {
    await this.opens(this.address)
  }

  async killed(): Promise<void> {
    await this.window?.killed()
  }

  async closes(): Promise<void> {
    await this.window?.close()
  }

  /** No network at all, also for what the page's worker would fetch. */
  async offline(is: boolean): Promise<void> {
    await this.window?.context.setOffline(is)
  }

  async joins(invite: string): Promise<void> {
    await this.opens(invite)
    await this.hands.write(this.field('welcome-name'), this.name)
    await this.press('join-go')
    await this.press('consent-agree')
    await this.at('home-title')
  }

  /** Borrows tasks of one sort; resolves once they are here. */
  async borrows(lang: string, kind: Kind, count: 5 | 10 | 20 | 50): Promise<void> {
    await this.goes('nav-home', 'home-title')
    await this.goes('nav-borrow', 'borrow-title')
    const { page, hands } = this
    const field = page.getByRole('combobox', { name: this.t('borrow-language') })
    await field.focus()
    await field.fill('')
    await hands.write(field, lang)
    await page.keyboard.press('Escape')
    for (const group of ['write', 'judge', 'rank'] as const) {
      const boxes = page.getByRole('group', { name: this.t(`borrow-${group}`), exact: true }).getByRole('checkbox')
      for (const box of await boxes.all()) {
        const isFirst = group === 'write' && (await isNamed(box, this.t('borrow-initial-prompt')))
        const wanted = group === kind && !isFirst
        if ((await box.isChecked()) !== wanted) await hands.choose(box, wanted)
      }
    }
    const many = new Intl.NumberFormat(this.look.lang).format(count)
    await hands.choose(page.getByRole('radio', { name: many, exact: true }))
    await this.press('borrow-get')
    await page.getByRole('link', { name: this.t('borrow-go') }).waitFor()
  }

  /**
   * Answers so many open tasks of one sort, from Today on.
   * @param more done at the first, before it is finished; of rankings, at the first of more than two, of which one can be
   *   left out.
   */
  async answers(count: number, kind: Kind, more?: () => Promise<void>): Promise<void> {
    await this.opensTask(kind)
    let first = true
    for (let done = 0; done < count; done++) {
      const isIt: boolean = first && (kind !== 'rank' || (await this.cards()) > 2)
      if (kind === 'write') await this.writes()
      if (kind === 'judge') await this.judges()
      if (kind === 'rank') await this.ranks(isIt ? 'tie' : 'later')
      if (isIt) await more?.()
      first &&= !isIt
      await this.finishes()
    }
  }

  /** The first open task of one sort, from Today on. */
  async opensTask(kind: Kind): Promise<void> {
    await this.goesHome()
    await this.opensTaskHere(kind)
  }

  /** The same on Today. */
  async opensTaskHere(kind: Kind): Promise<void> {
    const name = pattern(this.t('home-batch-title', { lang: ANY, what: kind }))
    const large = this.page.getByRole('region', { name })
    const small = this.page.getByRole('listitem').filter({ has: this.page.getByText(name) })
    await this.hands.press(large.or(small).getByRole('link').first())
    await this.control('task-finish').waitFor()
  }

  /** Finishes the task that is open, and is led to the next. */
  async finishes(): Promise<void> {
    const task = this.page.url()
    await this.hands.finish(this.control('task-finish'))
    try {
      await this.page.waitForURL((url) => url.href !== task)
    } catch (cause) {
      const says = await this.page.getByRole('main').ariaSnapshot()
      throw new Error(`the task stays open, and the screen says: ${says}`, { cause })
    }
  }

  /** To Today from wherever it is, in the app as it runs. */
  async goesHome(): Promise<void> {
    await this.hands.press(this.page.getByRole('link', { name: this.t('nav-home'), exact: true }).first())
    await this.at('home-title')
  }

  /** By its address, which loads the app anew. */
  async goesTo(path: string, title: string): Promise<void> {
    await this.page.goto(`${this.address}${path}`)
    await this.at(title)
  }

  async writes(): Promise<void> {
    const text = `${this.name} ${this.wrote.length}: ሰላም, привет, مرحبا 👩‍🌾`
    await this.hands.write(this.field('write-label'), text)
    this.wrote.push(text)
  }

  /** Goes on at the end of what stands in the field. */
  async writesMore(text: string): Promise<void> {
    await this.field('write-label').focus()
    await this.page.keyboard.press('ControlOrMeta+End')
    await this.page.keyboard.insertText(text)
  }

  async judges(): Promise<void> {
    const spam = this.page.getByRole('radiogroup', { name: this.t('judge-spam') })
    await this.hands.choose(spam.getByRole('radio', { name: this.t('judge-no'), exact: true }))
  }

  async isUnsureOf(label: string): Promise<void> {
    const group = this.page.getByRole('radiogroup', { name: this.t(label) })
    await this.hands.choose(group.getByRole('radio', { name: this.t('judge-unsure') }))
  }

  /** The last card of the order gets no place. */
  async leavesOutTheLast(): Promise<void> {
    await this.hands.press(this.rankedCards.last().getByRole('button', { name: this.t('rank-leave-out') }))
  }

  /** How many there are to be ranked. */
  private async cards(): Promise<number> {
    await this.rankedCards.first().waitFor()
    return this.rankedCards.count()
  }

  /** Not those of the task behind, which is laid out unseen. */
  private get rankedCards() {
    return this.page.getByRole('main').locator('article[data-card]')
  }

  /** @param places how many of the best places are good enough. */
  async findsGoodEnough(places: number): Promise<void> {
    const group = this.page.getByRole('radiogroup', { name: this.t('rank-good', { what: 'replies' }) })
    await this.hands.choose(group.getByRole('radio').nth(places))
  }

  /** Reports the message that the task is about. */
  async reports(words: string): Promise<void> {
    await this.press('task-report')
    await this.hands.write(this.field('report-text'), words)
    await this.press('report-do')
    await this.page.getByText(this.t('report-done')).waitFor()
  }

  /** `tie`: the second shown becomes equal to the first. `later`: the first shown moves one place on. */
  async ranks(deed: 'tie' | 'later'): Promise<void> {
    const card = this.rankedCards.nth(deed === 'tie' ? 1 : 0)
    const words = deed === 'tie' ? ['rank-tie'] : ['rank-later', 'rank-down']
    await card.waitFor()
    const named = new RegExp(`${words.map((key) => this.t(key)).join('|')}`)
    await this.hands.rank(card, deed, card.getByRole('button', { name: named }).first())
  }

  /** As the browser does when it clears what it stored. */
  async losesItsDatabase(): Promise<void> {
    await this.page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        if (name?.length !== 'understory-'.length + 64) continue
        const deleting = indexedDB.deleteDatabase(name)
        await new Promise((done, failed) => {
          deleting.onsuccess = done
          deleting.onerror = failed
        })
      }
    })
  }

  /** Of the one language that there are tasks in. */
  async opensNotes(): Promise<void> {
    await this.goesHome()
    await this.hands.press(this.page.getByRole('navigation').getByRole('link', { name: this.t('nav-notes') }))
    await this.notesField.waitFor()
  }

  /** @param becomes what the page then says of the notes. */
  async notes(words: string, becomes: 'waiting' | 'there'): Promise<void> {
    await this.opensNotes()
    await this.hands.write(this.notesField, `${words}\n`)
    await this.page.getByText(this.t(`notes-state-${becomes}`), { exact: true }).waitFor()
  }

  private get notesField() {
    return this.page.getByRole('textbox', { name: pattern(this.t('notes-text', { language: ANY })) })
  }

  /** Presses the button or link of these words. */
  async press(key: string): Promise<void> {
    await this.hands.press(this.control(key))
  }

  /** By the side bar. */
  async goes(link: string, title: string): Promise<void> {
    await this.hands.press(this.page.getByRole('navigation').getByRole('link', { name: this.t(link) }))
    await this.at(title)
  }

  async at(title: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.t(title), exact: true }).waitFor()
  }

  field(key: string) {
    return this.page.getByRole('textbox', { name: this.t(key) })
  }

  control(key: string) {
    const name = this.t(key)
    const here = this.page.getByRole('main').or(this.page.getByRole('dialog'))
    return here.getByRole('button', { name }).or(here.getByRole('link', { name })).first()
  }

  /** The state of each item in My work, as its chip says it. */
  async states(): Promise<string[]> {
    await this.at('work-title')
    await this.page.locator('li [data-state]').first().waitFor()
    return this.page
      .locator('li [data-state]')
      .evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-state') ?? ''))
  }

  /** Ids of everything finished here, from the browser's own database. */
  async items(project: string): Promise<string[]> {
    const keys = await this.page.evaluate(
      (name) =>
        new Promise<string[]>((done, failed) => {
          const opening = indexedDB.open(name)
          opening.onerror = () => failed(opening.error)
          opening.onsuccess = () => {
            const asking = opening.result.transaction('items').objectStore('items').getAllKeys()
            asking.onsuccess = () => {
              opening.result.close()
              done(asking.result as string[])
            }
          }
        }),
      `understory-${project}`
    )
    expect(keys.length).toBeGreaterThan(0)
    return keys
  }
}

async function isNamed(box: { evaluate(read: (element: Element) => string): Promise<string> }, name: string) {
  return (await box.evaluate((element) => element.closest('label')?.textContent?.trim() ?? '')) === name
}
