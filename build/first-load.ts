import type { Plugin } from 'vite'

/**
 * What the page imports before it can show anything, in one file: parted as later screens share it, it would come in
 * dozens, which pack worse and take a turn of the link each.
 */
export function firstLoad(): {
  readonly plugin: Plugin
  readonly groups: { name: string; test(id: string): boolean }[]
} {
  const first = new Set<string>()
  return {
    plugin: {
      name: 'understory:first-load',
      apply: 'build',
      buildEnd() {
        const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry)
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
          if (first.has(id)) continue
          first.add(id)
          waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
        }
      }
    },
    groups: [{ name: 'first', test: (id) => first.has(id) }]
  }
}
