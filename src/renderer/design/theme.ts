import { recall, remember } from '../platform/remember.ts'

/** How the interface looks: as the system, or as chosen here. Set before anything is drawn. */
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

const STORED = 'theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const more = matchMedia('(prefers-contrast: more)')

export function themeNow(): Theme {
  return THEMES.find((theme) => theme === recall(STORED)) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  remember(STORED, theme)
  showTheme()
}

function showTheme(): void {
  const chosen = themeNow()
  const system = more.matches ? 'contrast' : dark.matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = chosen === 'system' ? system : chosen
}

showTheme()
dark.addEventListener('change', showTheme)
more.addEventListener('change', showTheme)
