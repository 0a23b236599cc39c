import { describe, expect, it } from 'vitest'
import { WrongUse } from '../trouble.ts'
import { HELP, run } from './export.ts'

describe('export', () => {
  it.each([
    [['--user', 'x', '--state', 'all'], '--user gives messages of trees in every state, so --state cannot go with it'],
    [['--all', '--spam-only'], '--all leaves nothing out, so --spam-only cannot go with it'],
    [['--all', '--user', 'x'], '--all leaves nothing out, so --user cannot go with it'],
    [['--format', 'pairs', '--deleted-only'], '--deleted-only leaves no threads, so --format pairs cannot go with it'],
    [['--format', 'facts', '--anonymizer-seed', '1'], 'facts are given whole'],
    [['--format', 'facts', '--limit', '1'], 'so --limit cannot go with them'],
    [['--format', 'parquet', '--out', 'x.gz'], 'a Parquet file is compressed within'],
    [['--format', 'csv'], '--format takes one of trees, messages, threads, pairs, lists, parquet, facts, not "csv"'],
    [['--dataset', 'x', '--out', 'y'], '--dataset writes every format, so --out cannot go with it'],
    [['--dataset', 'x', '--all'], '--dataset writes every format, so --all cannot go with it'],
    [['--validation-share', '2'], '--validation-share takes 0 to 1, not "2"'],
    [['--split', 'test'], '--split takes one of train, validation, not "test"'],
    [['--limit', '-1'], '--limit'],
    [['--include-everything'], '--include-everything']
  ])('says what cannot be meant by %j', async (args, said) => {
    const failure = await run(['--data', '/nowhere', ...args]).catch((cause: unknown) => cause)
    expect(failure).toBeInstanceOf(WrongUse)
    expect((failure as WrongUse).message).toContain(said)
  })

  it('names every format and every flag in its help', () => {
    for (const name of ['trees', 'messages', 'threads', 'pairs', 'lists', 'parquet', 'facts'])
      expect(HELP).toContain(name)
    for (const name of ['user', 'split', 'anonymizer-seed', 'validation-share', 'export-skips', 'dataset', 'limit'])
      expect(HELP).toContain(`--${name}`)
  })
})
