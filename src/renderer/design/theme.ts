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

/** How near things stand to each other. */
export const DENSITIES = ['roomy', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

const STORED_DENSITY = 'density'

export function densityNow(): Density {
  return DENSITIES.find((density) => density === recall(STORED_DENSITY)) ?? 'roomy'
}

export function chooseDensity(density: Density): void {
  remember(STORED_DENSITY, density)
  showTheme()
}

function showTheme(): void {
  document.documentElement.dataset.density = densityNow()
  const chosen = themeNow()
  const system = more.matches ? 'contrast' : dark.matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = chosen === 'system' ? system : chosen
}

showTheme()
dark.addEventListener('change', showTheme)
more.addEventListener('change', showTheme)
