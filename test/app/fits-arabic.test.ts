import { everythingFits } from './fits.ts'

everythingFits('Arabic', 'ar', 'ar')
