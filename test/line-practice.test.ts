import { theLine } from './line.ts'
import { PRACTICE_TREES } from './sources.ts'

theLine(PRACTICE_TREES)
