export function Borrow() {
  return null
}
