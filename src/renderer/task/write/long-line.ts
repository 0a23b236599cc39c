/** Finding out which way each line of a field runs (`dir="auto"`) takes a browser seconds for one endless line. */
const LONG = 20_000

const FROM_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Rohg}]/u

/** The `dir` of a field with this text: each line's own, but where a line is too long for that, that of the first letter. */
export function fieldDirection(text: string): 'auto' | 'ltr' | 'rtl' {
  if (!hasLongLine(text)) return 'auto'
  return FROM_RIGHT.test(/\p{L}/u.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr'
}

function hasLongLine(text: string): boolean {
  let from = 0
  while (text.length - from > LONG) {
    const end = text.lastIndexOf('\n', from + LONG)
    if (end < from) return true
    from = end + 1
  }
  return false
}
