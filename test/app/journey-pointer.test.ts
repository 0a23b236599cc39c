import { REAL_TREES } from '../sources.ts'
import { pointer } from './hands.ts'
import { theJourney } from './journey.ts'

theJourney(REAL_TREES, 'with a pointer', pointer)
