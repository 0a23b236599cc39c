/** The same value, which from now on throws when anything in it is changed. Bytes cannot be frozen. */
export function frozen<V>(value: V): V {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
