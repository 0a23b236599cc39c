import type { Counts } from './counts.ts'
import type { Manifest } from './manifest.ts'

/** What a card says beyond the manifest. */
export type CardWords = {
  /** What contributors accepted. */
  readonly terms: string
  readonly contributors: number
}

/** [XP16] The card of a dataset, in Markdown, with the head that hubs of datasets read. */
export function writeCard(manifest: Omit<Manifest, 'files'>, { terms, contributors }: CardWords): string {
  const { project, rules, counts, summary, erased, found, facts, options } = manifest
  const apache = /apache licen[cs]e,?( version)? 2\.0/i.test(terms)
  return `${[
    head(counts, apache),
    `# ${oneLine(project.name)}`,
    `Conversations written, reviewed and ranked by volunteers: ${summary.trees} trees, ${summary.messages} messages${contributors > 0 ? ` by ${contributors} contributors` : ''}. Collected with Understory; fields and states are spelled as Open-Assistant spells them.`,
    table('Trees and messages', counts, [
      'trees_by_language',
      'trees_by_state',
      'trees_by_part',
      'messages_by_language',
      'messages_by_role',
      'judgements'
    ]),
    FILES,
    section('Licence', terms.trim() === '' ? 'The project states none.' : quoted(terms)),
    section(
      'How it was made',
      `Project \`${project.id}\`, rules \`${rules.name}\` version ${rules.version}: a first message is judged by ${rules.num_reviews_initial_prompt} reviews, a reply by ${rules.num_reviews_reply}; replies are ranked by ${rules.num_required_rankings} ballots${rules.max_rankings > rules.num_required_rankings ? `, and by up to ${rules.max_rankings} where those leave the order open` : ''}. The order is found by the consensus \`${rules.consensus}\`. All rules and their parameters stand in \`manifest.json\`, with the hash of the ${facts.count} facts behind all of this${options.ids === 'hidden' ? '' : '; `facts.jsonl`, where it is given, holds them, and `understory derive` makes the trees of them again'}.`
    ),
    section('What is left out', leftOut(manifest)),
    section(
      'Look before you publish',
      `\`reports/personal-data.jsonl\` names ${sum(found.personal)} places that may hold personal data (${list(found.personal)}); \`reports/near-duplicates.jsonl\` names ${found.near_duplicates} groups of texts that are nearly the same. Both come from simple forms: they miss things, and much of what they name is harmless.${erased.decisions > 0 ? ` ${erased.decisions} erasures were decided; copies of this dataset made before them should be replaced.` : ''}`
    ),
    LIMITS
  ].join('\n\n')}\n`
}

function head(counts: Counts, apache: boolean): string {
  const langs = [
    ...new Set(Object.keys(counts.messages_by_language ?? {}).map((lang) => lang.split('-')[0]?.toLowerCase() ?? lang))
  ].sort()
  const configs = ['messages', 'threads', 'pairs', 'lists']
  const files = (name: string) =>
    ['train', 'validation'].map(
      (part) => `  - split: ${part}\n    path: ${name}.${part}.${name === 'messages' ? 'parquet' : 'jsonl'}`
    )
  return [
    '---',
    ...(apache ? ['license: apache-2.0'] : []),
    ...(langs.length > 0 ? ['language:', ...langs.map((lang) => `- "${lang}"`)] : []),
    'tags:',
    '- human-feedback',
    'configs:',
    ...configs.flatMap((name) => [`- config_name: ${name}`, '  data_files:', ...files(name)]),
    '---'
  ].join('\n')
}

function leftOut({ summary, erased, options }: Omit<Manifest, 'files'>): string {
  const { consent, orphans, held, threads } = summary.leftOut
  const lines = [
    `${consent.messages} messages and ${consent.judgements} judgements of contributors who have not accepted the terms or withdrew, and what hangs on them`,
    `${held} messages that reviewers flagged (personal data, hate, sexual content) and that no moderator has cleared`,
    `${orphans} messages that answer a message which is left out`,
    `${threads} threads in which user and assistant do not take turns (from threads alone)`,
    `${erased.texts} erased texts`
  ]
  const chosen = Object.entries(options).map(([name, value]) => `\`${name}\`: ${JSON.stringify(value)}`)
  return `${lines.map((line) => `- ${line}`).join('\n')}\n\nChosen: ${chosen.join(', ') || 'trees ready for export, accepted, undeleted, human messages'}.`
}

const FILES = section(
  'Files',
  [
    '| file | what a line or row is |',
    '| --- | --- |',
    '| `trees.jsonl` | a tree, as Open-Assistant gives it |',
    '| `messages.jsonl` | a message, depth first |',
    '| `messages.{train,validation}.parquet` | a message, in the 18 columns of OASST1 |',
    '| `threads.{train,validation}.jsonl` | a conversation that ends with an answer: `messages` of `role` and `content` |',
    '| `pairs.{train,validation}.jsonl` | `prompt`, `chosen`, `rejected`, with `certainty` and ballots |',
    '| `lists.{train,validation}.jsonl` | replies to one message, best first, with ties, ballots and certainty |',
    '| `facts.jsonl` | what each person and hub said, from which all else follows; texts that are not in the dataset are sealed |',
    '| `manifest.json` | hashes of the files, of the facts, the rules and their parameters |',
    '',
    'Whole trees are in one part, and a translation is where its source is. In `trees`, `messages` and Parquet of replies that tie only one has a `rank`; ties are whole in `lists`, and no pairs.'
  ].join('\n')
)

const LIMITS = section(
  'Known limits',
  [
    '- Volunteers are not a sample of anyone: languages, topics and views are those of who came.',
    '- Nobody has checked the answers for truth. Reviews and rankings say what a few people preferred.',
    '- A label that a reviewer did not answer is absent; in data imported from Open-Assistant it is 0.',
    '- `certainty` is that of a model of ballots with a few voices each, and no measured error rate.',
    '- Languages are those that contributors named for their texts.'
  ].join('\n')
)

function table(title: string, counts: Counts, names: readonly string[]): string {
  const rows = names
    .filter((name) => Object.keys(counts[name] ?? {}).length > 0)
    .map((name) => `| ${name.replaceAll('_', ' ')} | ${list(counts[name] ?? {})} |`)
  return section(title, ['| | |', '| --- | --- |', ...rows].join('\n'))
}

function section(title: string, words: string): string {
  return `## ${title}\n\n${words}`
}

function list(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  )
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function quoted(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

/** A project's name is anyone's words: no Markdown of its own, no second line. */
function oneLine(name: string): string {
  return name.replace(/[\r\n\u2028\u2029]+/g, ' ').replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`)
}
