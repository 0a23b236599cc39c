import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'

/** Whether somebody has put off these terms of the project: they are not asked again in the way of the work. */
export function useLooking(project: string): { lookedAround(terms: string): boolean; lookAround(terms: string): void } {
  const name = useOwn(`looks-around-${project}`)
  return {
    lookedAround: (terms) => recall(name) === terms,
    lookAround: (terms) => remember(name, terms)
  }
}
