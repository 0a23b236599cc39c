import { recall, remember } from '../platform/remember.ts'

/** Whether these terms of the project were put off: they are not asked again in the way of the work. */
export function lookedAround(project: string, terms: string): boolean {
  return recall(nameOf(project)) === terms
}

export function lookAround(project: string, terms: string): void {
  remember(nameOf(project), terms)
}

function nameOf(project: string): string {
  return `looks-around-${project}`
}
