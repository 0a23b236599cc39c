import type { ReactNode } from 'react'
export function Member({ children }: { children: ReactNode }) {
  return children
}
