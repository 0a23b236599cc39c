const DAY = 86_400

/**
 * A moment as Python prints it: `2023-02-05T14:23:50+00:00`.
 *
 * @param seconds whole, since 1970, from 0.
 * Source of the calendar: Hinnant, `civil_from_days`; years begin in March, so that the odd day comes last.
 */
export function isoOf(seconds: number): string {
  const rest = seconds % DAY
  const days = (seconds - rest) / DAY + 719_468 // from 0000-03-01
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const year = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
  )
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const date = [
    String(year + era * 400 + (month >= 10 ? 1 : 0)).padStart(4, '0'),
    two(month >= 10 ? month - 9 : month + 3),
    two(day)
  ]
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two)
  return `${date.join('-')}T${time.join(':')}+00:00`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
