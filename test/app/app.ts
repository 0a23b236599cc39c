/** Where the built app lies. */
export const RENDERER = new URL('../../out/renderer/', import.meta.url)
