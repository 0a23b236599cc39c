/** ISO 13616: the whole, its first four characters last and letters as 10 to 35, leaves 1 when divided by 97. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase()
  if (plain.length < 15 || plain.length > 34) return false
  let rest = 0
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** ISO 7812, Luhn: every second digit from the right counts twice; and a first digit that cards have. */
export function isCard(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number).reverse()
  if (!/^[3-6]/.test(text) || new Set(digits).size < 3) return false
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0)
  return sum % 10 === 0
}

/** Brazil's number of a person: two check digits by weights. */
export function isCpf(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number)
  const check = (count: number) =>
    ((digits.slice(0, count).reduce((sum, digit, at) => sum + digit * (count + 1 - at), 0) * 10) % 11) % 10
  return new Set(digits).size > 1 && check(9) === digits[9] && check(10) === digits[10]
}

/** Not those of private networks, of examples (RFC 5737) or with a special meaning. */
export function isPublicIpv4(text: string): boolean {
  const parts = text.split('.').map(Number)
  const [a = 0, b = 0, c = 0] = parts
  if (parts.some((part) => part > 255) || text.split('.').some((part) => part.length > 1 && part.startsWith('0')))
    return false
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if ((a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32) || (a === 169 && b === 254)) return false
  if ((a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113))
    return false
  // A version of four small numbers is more likely than an address.
  return parts.some((part) => part > 20)
}

/** Eight groups, or fewer around one `::`; not private, of an example (RFC 3849) or this computer. */
export function isPublicIpv6(text: string): boolean {
  const groups = text.split(':')
  const short = text.includes('::')
  if (text.split('::').length > 2 || (short ? groups.filter((group) => group !== '').length < 3 : groups.length !== 8))
    return false
  return !/^(fe[89ab]|f[cd]|ff|2001:0?db8|::)/i.test(text)
}
