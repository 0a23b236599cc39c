import { deviceStoreContract } from './conformance.ts'
import { openMemoryStore } from './memory.ts'

deviceStoreContract('memory', openMemoryStore)
