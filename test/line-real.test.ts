import { theLine } from './line.ts'
import { REAL_TREES } from './sources.ts'

theLine(REAL_TREES)
