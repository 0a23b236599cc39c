export function TaskScreen(_: { batch: string; place: number }) {
  return null
}
