import { useLayoutEffect } from 'react'
import { useOwn } from '../profiles/here.tsx'
import { openBindings } from './bindings.ts'

/** Whoever works here has their own keys. */
export function OwnKeys() {
  const name = useOwn('keys')
  useLayoutEffect(() => openBindings(name), [name])
  return null
}
