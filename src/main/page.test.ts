import { describe, expect, it } from 'vitest'
import type { Signal } from './bridge.ts'
import { inviteIn, Page } from './page.ts'

function aPage({ isThere = true } = {}) {
  const signals: Signal[] = []
  const page = new Page((signal) => {
    if (isThere) signals.push(signal)
    return isThere
  })
  return { page, signals }
}

describe('the page as main speaks to it', () => {
  it('is told that invites came, and takes each once', () => {
    const { page, signals } = aPage()
    page.inviteCame('understory://h:1/join#a')
    page.inviteCame('understory://h:1/join#b')
    expect(signals).toEqual(['invites-came', 'invites-came'])
    expect(page.takeInvites()).toEqual(['understory://h:1/join#a', 'understory://h:1/join#b'])
    expect(page.takeInvites()).toEqual([])
  })

  it('finds invites that came before it was there', () => {
    const { page } = aPage({ isThere: false })
    page.inviteCame('understory://h:1/join#a')
    expect(page.takeInvites()).toEqual(['understory://h:1/join#a'])
  })

  it('has flushed when it says so', async () => {
    const { page, signals } = aPage()
    let flushed = false
    const flushing = page.flush().then(() => {
      flushed = true
    })
    await Promise.resolve()
    expect(signals).toEqual(['closing'])
    expect(flushed).toBe(false)
    page.hasFlushed()
    await flushing
  })

  it('has nothing to flush when it is not there', async () => {
    await aPage({ isThere: false }).page.flush()
  })

  it('may say so without having been asked', () => {
    aPage().page.hasFlushed()
  })
})

describe('inviteIn', () => {
  it.each([
    'understory://10.0.0.1:8787/join#a.b',
    'understory://hub.example/join#a.b',
    'http://192.168.1.5:8787/join#ab.cd',
    'https://hub.example.org/join#ab.cd'
  ])('finds %s among the arguments of a start', (link) => {
    expect(inviteIn(['/opt/understory', '--profile=x', '.', link])).toBe(link)
  })

  it.each([
    '--profile=understory://h/join#x',
    'understory://h/delete#x',
    'https://example.org/',
    'https://example.org/join',
    'file:///join#ab.cd',
    `understory://h/join#${'x'.repeat(2000)}`
  ])('leaves %s alone', (arg) => {
    expect(inviteIn([arg])).toBeUndefined()
  })
})
