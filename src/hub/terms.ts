import { hashOf } from '../core/hash.ts'

/**
 * What everyone who joins is shown and accepts; the project's first fact holds its hash. By that the app knows it in other
 * languages (renderer/welcome/known-terms.ts): words that are changed here are shown as they are until they stand there.
 */
export const TERMS = [
  'Your contributions are published under the Apache License 2.0 as part of an open dataset.',
  'You are at least 16 years old, or your country lets you agree to this at your age.',
  'You write your own words: nothing copied, no personal data of anyone, nothing unlawful or hateful.'
].join('\n')

export const TERMS_HASH = hashOf('terms', TERMS)
