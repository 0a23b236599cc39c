import { type ExportSummary, LINE_FORMATS } from '../../core/dataset/export.ts'
import { hiddenIds } from '../../core/dataset/ids.ts'
import { VALIDATION_SHARE } from '../../core/dataset/split.ts'
import { TREE_STATES } from '../../core/tree/view.ts'
import { writeDataset } from '../../hub/dataset-folder.ts'
import { type DatasetOptions, exportDataset, exportParquet } from '../../hub/export.ts'
import { exportFacts } from '../../hub/export-facts.ts'
import type { HubStore } from '../../hub/store/store.ts'
import { linesTo } from '../files.ts'
import { flag, oneOf, readFlags, wholeNumber } from '../flags.ts'
import { readingProject } from '../project-store.ts'
import { WrongUse } from '../trouble.ts'

const STATES = [...TREE_STATES, 'all'] as const
const FORMATS = [...LINE_FORMATS, 'parquet', 'facts'] as const
type Format = (typeof FORMATS)[number]

export const HELP = `understory export --data DIR [--out FILE] [--format F] [--all] [filters]
understory export --data DIR --dataset FOLDER [filters]

Gives the dataset as JSON lines, by default as Open-Assistant does: accepted, undeleted, human messages of trees that
are ready for export. The same facts give the same bytes. A running hub is no hindrance.

  --format F           trees, messages; for training threads, pairs, lists; parquet (18 columns); facts (all, for derive)
  --out FILE           into a file, gzipped if its name ends in .gz; default: standard output
  --dataset FOLDER     a new folder with all formats, card, manifest and reports
  --all                everything: all states, spare, rejected, deleted, synthetic, held back, labels, events
  --state S            ${STATES.slice(0, 4).join(', ')}, … or all
  --lang L             trees of one language
  --include-deleted --include-spam --include-synthetic
  --deleted-only --spam-only --synthetic-only
                       flat lists, since what is left makes no trees; synthetic: trees that hold synthetic text
  --prompts-only       roots alone
  --user ID            a flat list of this contributor's messages, whatever the state of their trees
  --export-labels --export-events --export-skips
                       means of labels, single judgements, what was turned down as _skip_ reactions
  --split P            train or validation only
  --validation-share S trees for validation, 0 to 1; default ${VALIDATION_SHARE}
  --anonymizer-seed S  ids of messages and people as hashes, the same ones in every format
  --limit N            at most N trees; with --user N messages`

export async function run(args: string[]): Promise<void> {
  const { values } = readFlags(args, FLAGS)
  const folder = flag(values.data, '--data DIR')
  const format = oneOf(values.format, '--format', FORMATS, 'trees')
  const options = optionsOf(values, format)
  checkTogether(values, format)
  await readingProject(folder, async (store) => {
    if (values.dataset !== undefined) report(await writeDataset(store, values.dataset, options), options)
    else await intoFile(store, values.out, format, options)
    if (format !== 'facts') await tellOfWaiting(store)
  })
}

const FLAGS = {
  data: { type: 'string' },
  out: { type: 'string' },
  dataset: { type: 'string' },
  format: { type: 'string' },
  all: { type: 'boolean' },
  state: { type: 'string' },
  lang: { type: 'string' },
  user: { type: 'string' },
  limit: { type: 'string' },
  split: { type: 'string' },
  'validation-share': { type: 'string' },
  'anonymizer-seed': { type: 'string' },
  'include-deleted': { type: 'boolean' },
  'deleted-only': { type: 'boolean' },
  'include-spam': { type: 'boolean' },
  'spam-only': { type: 'boolean' },
  'include-synthetic': { type: 'boolean' },
  'synthetic-only': { type: 'boolean' },
  'prompts-only': { type: 'boolean' },
  'export-labels': { type: 'boolean' },
  'export-events': { type: 'boolean' },
  'export-skips': { type: 'boolean' }
} as const

type Flags = ReturnType<typeof readFlags<typeof FLAGS>>['values']

function optionsOf(values: Flags, format: Format): DatasetOptions {
  const only = values.split === undefined ? undefined : oneOf(values.split, '--split', ['train', 'validation'], 'train')
  const lines = LINE_FORMATS.find((known) => known === format)
  return {
    ...(values.limit !== undefined && { limit: wholeNumber(values.limit, '--limit', 1, Number.MAX_SAFE_INTEGER, 1) }),
    all: values.all === true,
    ...(lines !== undefined && { format: lines }),
    state: oneOf(values.state, '--state', STATES, 'ready_for_export'),
    ...(values.lang !== undefined && { lang: values.lang }),
    ...(values.user !== undefined && { user: values.user }),
    includeDeleted: values['include-deleted'] === true,
    deletedOnly: values['deleted-only'] === true,
    includeSpam: values['include-spam'] === true,
    spamOnly: values['spam-only'] === true,
    includeSynthetic: values['include-synthetic'] === true,
    syntheticOnly: values['synthetic-only'] === true,
    promptsOnly: values['prompts-only'] === true,
    labels: values['export-labels'] === true,
    events: values['export-events'] === true,
    skips: values['export-skips'] === true,
    split: { share: share(values['validation-share']), ...(only !== undefined && { only }) },
    ...(values['anonymizer-seed'] !== undefined && { ids: hiddenIds(values['anonymizer-seed']) })
  }
}

function share(value: string | undefined): number {
  if (value === undefined) return VALIDATION_SHARE
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(value)) throw new WrongUse(`--validation-share takes 0 to 1, not "${value}"`)
  return Number(value)
}

/** What cannot be meant together is said, and not passed over. */
function checkTogether(values: Flags, format: Format): void {
  const only = ['deleted-only', 'spam-only', 'synthetic-only', 'user'] as const
  const given = (names: readonly (keyof Flags)[]) => names.find((name) => values[name] !== undefined)
  if (values.user !== undefined && values.state !== undefined)
    throw new WrongUse('--user gives messages of trees in every state, so --state cannot go with it')
  if (values.all && given(only)) throw new WrongUse(`--all leaves nothing out, so --${given(only)} cannot go with it`)
  if (values.dataset !== undefined && given(['out', 'format', ...only, 'prompts-only', 'split', 'all']))
    throw new WrongUse(
      `--dataset writes every format, so --${given(['out', 'format', ...only, 'prompts-only', 'split', 'all'])} cannot go with it`
    )
  if (['threads', 'pairs', 'lists'].includes(format) && given(only))
    throw new WrongUse(`--${given(only)} leaves no threads, so --format ${format} cannot go with it`)
  if (format === 'parquet' && values.out?.endsWith('.gz'))
    throw new WrongUse('a Parquet file is compressed within; leave .gz out')
  const chosen = given([...only, 'state', 'lang', 'limit', 'split', 'prompts-only', 'anonymizer-seed'])
  if (format === 'facts' && chosen)
    throw new WrongUse(`facts are given whole, under the ids that they prove, so --${chosen} cannot go with them`)
}

async function intoFile(
  store: HubStore,
  file: string | undefined,
  format: Format,
  options: DatasetOptions
): Promise<void> {
  const out = linesTo(file)
  try {
    const said =
      format === 'facts'
        ? await exportFacts(store, options.all === true, (line) => out.write(line))
        : format === 'parquet'
          ? await exportParquet(store, options, (bytes) => out.put(bytes))
          : await exportDataset(store, options, (line) => out.write(line))
    await out.done()
    if ('trees' in said) report(said, options)
    else process.stderr.write(`${said.facts} facts; the texts of ${said.sealed} were left out.\n`)
  } catch (cause) {
    out.failed()
    throw cause
  }
}

/** Facts that a hub has received in a crowd and not yet placed are in no tree. */
async function tellOfWaiting(store: HubStore): Promise<void> {
  const waiting = (await store.read((tx) => tx.unplaced())).length
  if (waiting > 0)
    process.stderr.write(
      `Not in it: ${waiting} segments of a crowd whose facts have still to find their trees; a hub sees to that when it starts, or after the crowd.\n`
    )
}

function report({ trees, messages, lines, leftOut }: ExportSummary, { user }: DatasetOptions): void {
  const { consent, orphans, held, threads } = leftOut
  const nothing =
    user === undefined
      ? 'Nothing fits. "understory stats" counts the trees by state; --state all takes every one.'
      : `Nothing fits. Of the contributor "${user}" it has no message; ids of contributors are the user_id of messages.`
  const said = [
    `${trees} trees, ${messages} messages, ${lines} lines.`,
    trees + lines === 0 && nothing,
    consent.messages + consent.judgements > 0 &&
      `Left out, since their contributors have not accepted the terms: ${consent.messages} messages, ${consent.judgements} judgements.`,
    orphans > 0 && `Left out, since what they answer is left out: ${orphans} messages.`,
    held > 0 && `Held back, since reviewers flagged them and no moderator has cleared them: ${held} messages.`,
    threads > 0 && `Left out, since user and assistant do not take turns: ${threads} threads.`
  ]
  for (const line of said) if (line !== false) process.stderr.write(`${line}\n`)
}
