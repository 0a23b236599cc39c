import type { Locator, Page } from 'playwright'

/** How a person works the app: with a pointer, or with the keyboard alone. */
export interface Hands {
  press(target: Locator): Promise<void>
  /** Chooses a radio, or ticks a box, or unticks it. */
  choose(target: Locator, is?: boolean): Promise<void>
  write(field: Locator, text: string): Promise<void>
  /** Finishes the task that is open. */
  finish(button: Locator): Promise<void>
  /** Moves a card of a ranking one place down, or makes it equal to the one before. */
  rank(card: Locator, deed: 'later' | 'tie', button: Locator): Promise<void>
}

export function pointer(page: Page): Hands {
  return {
    press: (target) => target.click(),
    async choose(target, is = true) {
      // The box itself is drawn by its label.
      if ((await target.isChecked()) !== is) await target.locator('xpath=ancestor::label').click()
    },
    async write(field, text) {
      await field.click()
      await page.keyboard.insertText(text)
    },
    finish: (button) => button.click(),
    rank: (_card, _deed, button) => button.click()
  }
}

/** Nothing but keys; a control that Tab does not reach is out of reach. */
export function keyboard(page: Page): Hands {
  return {
    async press(target) {
      await tabTo(page, target)
      await page.keyboard.press('Enter')
    },
    async choose(target, is = true) {
      if ((await target.getAttribute('type')) === 'radio') return chooseRadio(page, target)
      await tabTo(page, target)
      if ((await target.isChecked()) !== is) await page.keyboard.press('Space')
    },
    async write(field, text) {
      await tabTo(page, field)
      await page.keyboard.insertText(text)
    },
    finish: () => page.keyboard.press('ControlOrMeta+Enter'),
    async rank(card, deed) {
      await cardInto(page, card)
      await page.keyboard.press(deed === 'tie' ? 'Equal' : 'BracketRight')
    }
  }
}

/** Tab enters a group of radios once; arrows choose in it. */
async function chooseRadio(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  const name = (await target.getAttribute('name')) ?? ''
  await tabUntil(page, () =>
    page.evaluate(
      (group) => document.activeElement instanceof HTMLInputElement && document.activeElement.name === group,
      name
    )
  )
  if (!(await target.isChecked())) await page.keyboard.press('Space')
  for (let tries = 0; !(await target.isChecked()); tries++) {
    if (tries > 20) throw new Error(`arrow keys do not choose ${target}`)
    await page.keyboard.press('ArrowDown')
  }
}

/** Tab enters the cards once; arrows lead from one to the next. */
async function cardInto(page: Page, card: Locator): Promise<void> {
  const inCards = () => page.evaluate(() => document.activeElement?.matches('[data-card]') ?? false)
  await tabUntil(page, inCards)
  for (let arrows = 0; !(await hasFocus(card)); arrows++) {
    if (arrows > 20) throw new Error('arrow keys do not lead to the card')
    await page.keyboard.press('ArrowRight')
  }
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element.matches(':focus'))
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  await tabUntil(page, () => hasFocus(target))
}

async function tabUntil(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let tabs = 0; !(await there()); tabs++) {
    if (tabs > 200) throw new Error('Tab does not lead there')
    await page.keyboard.press('Tab')
  }
}
