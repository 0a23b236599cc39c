import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportSummary } from '../../core/dataset/export.ts'
import { TREE_STATES } from '../../core/tree/view.ts'
import { exportDataset } from '../../hub/export.ts'
import { openSqliteStore } from '../../hub/store/sqlite.ts'
import { linesTo } from '../files.ts'
import { flag, oneOf, readFlags, wholeNumber } from '../flags.ts'
import { Trouble } from '../trouble.ts'

const STATES = [...TREE_STATES, 'all'] as const
const FORMATS = ['trees', 'messages'] as const

export const HELP = `understory export --data DIR [--out FILE] [--format ${FORMATS.join('|')}] [--all] [filters]

Gives the dataset as JSON lines, by default as Open-Assistant does: accepted, undeleted, human messages of trees that
are ready for export. The same facts give the same bytes. A running hub is no hindrance.

  --out FILE           into a file, gzipped if its name ends in .gz; default: standard output
  --all                everything: all states, spare, rejected, deleted, synthetic, labels, events
  --state S            ${STATES.slice(0, 4).join(', ')}, … or all
  --lang L             trees of one language
  --include-deleted --include-spam --include-synthetic --prompts-only
  --export-labels --export-events
  --limit N            at most N trees`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, {
    data: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string' },
    all: { type: 'boolean' },
    state: { type: 'string' },
    lang: { type: 'string' },
    limit: { type: 'string' },
    'include-deleted': { type: 'boolean' },
    'include-spam': { type: 'boolean' },
    'include-synthetic': { type: 'boolean' },
    'prompts-only': { type: 'boolean' },
    'export-labels': { type: 'boolean' },
    'export-events': { type: 'boolean' }
  })
  const folder = flag(values.data, '--data DIR')
  const file = join(folder, 'hub.sqlite')
  if (!existsSync(file))
    throw new Trouble('F6', { work: ['nothing-changed'], cause: ['no-project', { folder }], action: ['name-folder'] })
  const limit = wholeNumber(values.limit, '--limit', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  const selection = {
    limit,
    all: values.all === true,
    format: oneOf(values.format, '--format', FORMATS, 'trees'),
    state: oneOf(values.state, '--state', STATES, 'ready_for_export'),
    ...(values.lang !== undefined && { lang: values.lang }),
    includeDeleted: values['include-deleted'] === true,
    includeSpam: values['include-spam'] === true,
    includeSynthetic: values['include-synthetic'] === true,
    promptsOnly: values['prompts-only'] === true,
    labels: values['export-labels'] === true,
    events: values['export-events'] === true
  }
  const store = openSqliteStore(file, { readOnly: true })
  const out = linesTo(values.out)
  try {
    const summary = await exportDataset(store, selection, (line) => out.write(line))
    await out.done()
    report(summary)
  } catch (cause) {
    out.failed()
    throw cause
  } finally {
    await store.close()
  }
}

function report({ trees, messages, leftOutForConsent }: ExportSummary): void {
  process.stderr.write(`${trees} trees, ${messages} messages.\n`)
  const { messages: texts, judgements } = leftOutForConsent
  if (texts + judgements > 0)
    process.stderr.write(
      `Left out, since their contributors have not accepted the terms: ${texts} messages, ${judgements} judgements.\n`
    )
}
