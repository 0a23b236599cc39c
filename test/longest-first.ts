import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest files, longest first; by their length in lines, as is usual, they would come last. */
const LONGEST = [
  'test/line-practice',
  'test/line-real',
  'test/app/screens-english',
  'test/app/screens-arabic',
  'test/app/copies',
  'test/app/journey',
  'test/bundles',
  'test/desktop/job',
  'test/app/notes',
  'test/app/trouble',
  'test/links/',
  'test/faults/',
  'test/app/'
]

/** Begins with what takes longest, so that no worker is left alone with it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.includes(name))
  return at < 0 ? LONGEST.length : at
}
