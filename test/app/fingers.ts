import type { CDPSession, Page } from 'playwright'
import { expect } from 'vitest'

/**
 * Where the focus is: as a screen reader tells it, with the group it is in. `hidden` says what keeps it from being seen,
 * if anything does.
 */
type Focus = {
  readonly role: string
  readonly name: string
  readonly group: string
  readonly hidden: string
}

/** A person with a keyboard and nothing else. What is pressed is counted by step, letters of texts apart. */
export class Fingers {
  readonly presses = new Map<string, number>()
  private readonly page: Page
  private session: CDPSession | undefined
  private step = ''

  constructor(page: Page) {
    this.page = page
  }

  begins(step: string): void {
    this.step = step
    this.presses.set(step, 0)
  }

  /** Presses each of these keys once. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key)
      this.presses.set(this.step, (this.presses.get(this.step) ?? 0) + 1)
    }
  }

  /** Letter by letter; they are no presses that anybody could be spared. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Presses Tab, or another key, as often as it takes to come to what has this name. */
  async until(name: string | RegExp, key = 'Tab', most = 12): Promise<void> {
    const passed: string[] = []
    for (let times = 0; times <= most; times++) {
      const focus = await this.focus()
      if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return this.at(focus.role, name)
      passed.push(`${focus.role} “${focus.name}”`)
      await this.press(key)
    }
    throw new Error(`${key} does not lead to ${name} in ${most} presses, but over ${passed.join(', ')}`)
  }

  /** Waits until the focus is here, where it can be seen. @param group what the group is called that it is in. */
  async at(role: string, name: string | RegExp, group?: string | RegExp): Promise<void> {
    const like = (words: string | RegExp) => (typeof words === 'string' ? words : expect.stringMatching(words))
    const expected = { role, name: like(name), hidden: '', ...(group !== undefined && { group: like(group) }) }
    // What slides to its place is covered on the way.
    await expect.poll(() => this.focus(), { message: this.step }).toMatchObject(expected)
  }

  private async focus(): Promise<Focus> {
    const { role, name } = await this.told('document.activeElement')
    const group = await this.told(`document.activeElement?.closest('[role="radiogroup"], [role="group"], fieldset')`)
    return { role, name, group: group.name, hidden: await this.page.evaluate(whyHidden) }
  }

  /** Role and name as Chromium gives them to a screen reader. */
  private async told(expression: string): Promise<{ readonly role: string; readonly name: string }> {
    if (!this.session) {
      this.session = await this.page.context().newCDPSession(this.page)
      await this.session.send('Accessibility.enable')
    }
    const { result } = await this.session.send('Runtime.evaluate', { expression })
    const { objectId } = result
    if (objectId === undefined) return { role: '', name: '' }
    const { nodes } = await this.session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false })
    const [node] = nodes
    return { role: String(node?.role?.value ?? ''), name: String(node?.name?.value ?? '') }
  }
}

/** Run inside the page: why what has the focus cannot be seen, or not be seen to have it; empty: it can. */
function whyHidden(): string {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return 'it is nowhere'
  // The box itself is drawn by its label.
  const shown = element.matches('[type="radio"], [type="checkbox"]') ? (element.closest('label') ?? element) : element
  const { left, right, top, bottom, width, height } = shown.getBoundingClientRect()
  if (width <= 1 || height <= 1) return 'it has no size'
  if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return 'it is outside the window'
  const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
  const at = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (from + to) / 2)
  if (!at || !(shown.contains(at) || at.contains(shown))) return `it is under ${at?.outerHTML.slice(0, 80)}`
  // A title takes the focus so that reading goes on there.
  if (element.matches('h1, h2')) return ''
  const around = [shown.parentElement, shown.parentElement?.parentElement].filter((each) => each instanceof HTMLElement)
  const marked = [shown, ...around, ...shown.children].some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each)
    return outlineStyle !== 'none' && outlineWidth !== '0px'
  })
  return marked ? '' : 'nothing shows that it has it'
}
