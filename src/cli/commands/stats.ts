import type { Counts } from '../../core/dataset/counts.ts'
import type { Stats } from '../../core/dataset/stats.ts'
import { statsIn } from '../../hub/stats.ts'
import { flag, readFlags } from '../flags.ts'
import { readingProject } from '../project-store.ts'

export const HELP = `understory stats --data DIR [--json]

Says how a project stands: trees by state and language, messages, reviews and ballots, who gave them, what is still
wanted, each day's progress, guideline versions and active time. A running hub is no hindrance.

  --json   one object, for scripts`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, { data: { type: 'string' }, json: { type: 'boolean' } })
  const folder = flag(values.data, '--data DIR')
  const stats = await readingProject(folder, statsIn)
  process.stdout.write(values.json ? `${JSON.stringify(stats)}\n` : inWords(stats))
}

function inWords(stats: Stats): string {
  const days = Object.entries(stats.days)
  const parts = [
    ['Trees', table(stats.trees_by_language, 'language', stats.trees)],
    ['Messages', list(stats.messages)],
    ['Judgements', list(stats.judgements)],
    ['Contributors', String(stats.contributors)],
    ['What became of what they gave', list(stats.outcomes)],
    ['Still wanted', table(stats.wanted_by_language, 'language', stats.wanted)],
    [
      `Days (UTC${days.length > LAST_DAYS ? `, the last ${LAST_DAYS}; all with --json` : ''})`,
      table(Object.fromEntries(days.slice(-LAST_DAYS)), 'day')
    ],
    ['Guidelines', list(stats.guidelines)],
    ['Active time', activeTime(stats)]
  ]
  return `${parts.map(([title, words]) => `${title}\n${indented(words ?? '')}`).join('\n\n')}\n`
}

const LAST_DAYS = 14

function activeTime({ active_seconds }: Stats): string {
  const rows = Object.entries(active_seconds).map(([kind, { contributions, seconds }]) => [
    kind,
    `${(seconds / 3600).toFixed(1)} h`,
    `${Math.round(seconds / contributions)} s each`
  ])
  return rows.length === 0 ? 'none' : columns(rows)
}

/** Rows by their name, a column for each kind that any has. */
function table(rows: Counts, name: string, sum?: Readonly<Record<string, number>>): string {
  const kinds = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))].sort()
  if (kinds.length === 0) return 'none'
  const line = (title: string, row: Readonly<Record<string, number>>) => [
    title,
    ...kinds.map((kind) => String(row[kind] ?? 0))
  ]
  const body = Object.entries(rows).map(([title, row]) => line(title, row))
  return columns([[name, ...kinds], ...body, ...(sum && body.length > 1 ? [line('all', sum)] : [])])
}

/** Numbers to the right, names to the left. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

function list(counts: Readonly<Record<string, number>>): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0)
  return said.length === 0 ? 'none' : said.map(([name, count]) => `${count} ${name}`).join(', ')
}

function indented(words: string): string {
  return words
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
