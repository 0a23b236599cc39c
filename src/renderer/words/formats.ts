import { useMemo } from 'react'
import { useWords } from './words.tsx'

/** Times and amounts as the person's language writes them. */
export function useFormats() {
  const { lang, t } = useWords()
  return useMemo(() => formatsOf(lang, t), [lang, t])
}

type Formats = ReturnType<typeof makeFormats>
const made = new Map<string, { readonly t: unknown; readonly formats: Formats }>()

/** Made once a language, each when it is first needed: a list has them in each row, and a browser takes its time. */
function formatsOf(lang: string, t: ReturnType<typeof useWords>['t']): Formats {
  const before = made.get(lang)
  if (before?.t === t) return before.formats
  const formats = makeFormats(lang, t)
  made.set(lang, { t, formats })
  return formats
}

function makeFormats(lang: string, t: ReturnType<typeof useWords>['t']) {
  const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(lang, options))
  const numbers = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(lang, options))
  const unit = (name: 'minute' | 'hour', unitDisplay: 'long' | 'short') =>
    numbers({ style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 2 })
  const time = dates({ timeStyle: 'short' })
  const day = dates({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayAndTime = dates({ weekday: 'long', hour: 'numeric', minute: 'numeric' })
  const number = numbers({})
  const kilo = numbers({ maximumFractionDigits: 1 })
  const [minute, hour] = [unit('minute', 'long'), unit('hour', 'long')]
  const short = unit('minute', 'short')
  const bytes = (unit: 'megabyte' | 'gigabyte', maximumFractionDigits: number) =>
    numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
  const [mega, giga] = [bytes('megabyte', 0), bytes('gigabyte', 1)]
  return {
    number: (n: number) => number().format(n),
    /** `day` of milliseconds since 1970, without its time. */
    day: (ms: number) => day().format(ms),
    time: (ms: number) => time().format(ms),
    /** Today: the time; this week: the weekday and time; else the day. */
    when: (ms: number) => {
      const days = (Date.now() - ms) / 86_400_000
      if (new Date(ms).toDateString() === new Date().toDateString()) return time().format(ms)
      return (days < 6 ? dayAndTime() : day()).format(ms)
    },
    /** How long, of minutes. */
    span: (minutes: number) => (minutes < 90 ? minute().format(minutes) : hour().format(minutes / 60)),
    /** For a button. */
    minutes: (minutes: number) => short().format(minutes),
    /** On a disk, of bytes. */
    room: (bytes: number) => (bytes < 1e9 ? mega().format(bytes / 1e6) : giga().format(bytes / 1e9)),
    size: (bytes: number) => t('size-kb', { kb: kilo().format(Math.max(0.1, bytes / 1000)) })
  }
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
