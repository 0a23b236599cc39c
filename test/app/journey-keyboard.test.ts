import { REAL_TREES } from '../sources.ts'
import { keyboard } from './hands.ts'
import { theJourney } from './journey.ts'

theJourney(REAL_TREES, 'by keyboard alone', keyboard)
