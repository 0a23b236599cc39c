import { journalsContract } from './conformance.ts'
import { memoryJournals } from './memory.ts'

const journals = memoryJournals()
journalsContract('memory', () => journals)
