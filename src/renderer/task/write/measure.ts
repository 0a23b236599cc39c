import { utf8 } from '../../../core/bytes.ts'

/** How many bytes of UTF-8 are too many; 0: it fits. */
export function bytesOver(text: string, most: number): number {
  // A code unit takes at most three bytes: short texts need no look.
  return text.length * 3 <= most ? 0 : Math.max(0, utf8(text).byteLength - most)
}
