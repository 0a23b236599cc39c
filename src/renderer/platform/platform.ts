import type { Platform } from './contract.ts'
import { desktop } from './desktop.ts'
import { web } from './web.ts'

export const platform: Platform = window.understory ? desktop(window.understory) : web()
