import type { readFlags } from '../flags.ts'

export const FLAGS = {
  data: { type: 'string' },
  out: { type: 'string' },
  split: { type: 'string' },
  since: { type: 'string' },
  'for-device': { type: 'string', multiple: true },
  lend: { type: 'string' },
  lang: { type: 'string', multiple: true },
  kind: { type: 'string', multiple: true },
  open: { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' }
} as const
export type Values = ReturnType<typeof readFlags<typeof FLAGS>>['values']
