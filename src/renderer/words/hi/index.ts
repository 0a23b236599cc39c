export const phrases = Object.assign(
  {},
  ...Object.values(import.meta.glob('./*.json', { eager: true, import: 'default' }))
)
