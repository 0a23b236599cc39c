import { describe, expect, it } from 'vitest'
import { type Guarded, guard, mayUse } from './guard.ts'

/** A window's contents as far as the guard knows them. */
class FakeContents implements Guarded {
  private navigate: Parameters<Guarded['on']>[1] = () => {}
  private open: Parameters<Guarded['setWindowOpenHandler']>[0] = () => ({ action: 'deny' })
  on(_event: 'will-navigate', heard: typeof this.navigate): void {
    this.navigate = heard
  }
  setWindowOpenHandler(handler: typeof this.open): void {
    this.open = handler
  }
  navigatesTo(url: string): boolean {
    let allowed = true
    const preventDefault = () => {
      allowed = false
    }
    this.navigate({ url, preventDefault })
    return allowed
  }
  opens(url: string): string {
    return this.open({ url }).action
  }
}

function guarded() {
  const contents = new FakeContents()
  const outside: string[] = []
  guard(contents, (url) => outside.push(url))
  return { contents, outside }
}

describe('guard', () => {
  it('lets the page move within the app', () => {
    expect(guarded().contents.navigatesTo('app://understory/work')).toBe(true)
  })

  it.each(['https://example.org/', 'app://elsewhere/', 'file:///etc/passwd', 'data:text/html,x', 'javascript:1'])(
    'keeps the page from %s',
    (url) => {
      const { contents, outside } = guarded()
      expect(contents.navigatesTo(url)).toBe(false)
      expect(outside).toEqual([])
    }
  )

  it.each(['https://example.org/help', 'http://example.org/', 'mailto:chen@example.org'])(
    'opens %s, as messages may link to it, outside, and no window',
    (url) => {
      const { contents, outside } = guarded()
      expect(contents.opens(url)).toBe('deny')
      expect(outside).toEqual([url])
    }
  )

  it.each(['file:///etc/passwd', 'smb://host/x', 'javascript:1', 'https:', 'https-evil:x'])(
    'opens %s nowhere',
    (url) => {
      const { contents, outside } = guarded()
      expect(contents.opens(url)).toBe('deny')
      expect(outside).toEqual([])
    }
  )
})

describe('mayUse', () => {
  const open = ['local-network-access', 'local-network', 'loopback-network', 'persistent-storage']
  it.each([...open, 'clipboard-sanitized-write'])('grants %s to the page alone', (permission) => {
    expect(mayUse(permission, 'app://understory/')).toBe(true)
    expect(mayUse(permission, 'https://example.org/')).toBe(false)
    expect(mayUse(permission, '')).toBe(false)
  })

  it.each(['geolocation', 'media', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'unknown'])(
    'grants nobody %s',
    (permission) => {
      expect(mayUse(permission, 'app://understory/')).toBe(false)
    }
  )
})
