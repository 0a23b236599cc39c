/** What the system says of its look: the part of Electron's `nativeTheme` that is used here. */
export type SystemLook = { readonly shouldUseDarkColors: boolean; readonly shouldUseHighContrastColors: boolean }

/** The `--ground` of the page's themes (renderer/design/tokens.css), seen before the page has painted. */
export const GROUNDS = { light: '#f7f6f1', dark: '#161c17', contrast: '#ffffff' } as const

/** Chosen as the page chooses its theme (renderer/design/theme.ts): no flash of another colour. */
export function groundFor({ shouldUseDarkColors, shouldUseHighContrastColors }: SystemLook): string {
  if (shouldUseHighContrastColors) return GROUNDS.contrast
  return shouldUseDarkColors ? GROUNDS.dark : GROUNDS.light
}
