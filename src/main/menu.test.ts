import type { MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { menu } from './menu.ts'

function rolesOf(items: MenuItemConstructorOptions[]): string[] {
  return items.flatMap(({ role, submenu }) => [
    ...(role === undefined ? [] : [role]),
    ...(Array.isArray(submenu) ? rolesOf(submenu) : [])
  ])
}

it.each(['linux', 'win32', 'darwin'] as const)('has neither reload nor developer tools on %s', (platform) => {
  const roles = rolesOf(menu(platform))
  // Electron's own view menu would bring them along.
  expect(roles.filter((role) => /reload|devtools|viewmenu/i.test(role))).toEqual([])
  expect(roles).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'windowMenu']))
  expect(roles).toContain(platform === 'darwin' ? 'appMenu' : 'quit')
})
