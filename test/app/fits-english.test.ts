import { everythingFits } from './fits.ts'

everythingFits('English', 'en', 'sw')
