import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
export const PRACTICE = join(ROOT, 'src', 'hub', 'practice', 'practice.trees.jsonl')

export type Ended = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** `understory …` as a process of its own, as a person or a script starts it. */
export class Understory {
  readonly ended: Promise<Ended>
  stdout = ''
  stderr = ''
  private readonly child: ChildProcess
  private isOver = false
  private readonly listeners = new Set<() => void>()

  /**
   * @param input for standard input.
   * @param before a program that starts it, with that program's own arguments.
   * @param cwd the folder in which it is given.
   */
  constructor(args: readonly string[], { input = '', before = [] as readonly string[], cwd = '.' } = {}) {
    const [program = '', ...rest] = [...before, process.execPath, MAIN, ...args]
    const child = spawn(program, rest, { stdio: 'pipe', cwd })
    this.child = child
    running.add(child)
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.heard('stdout', text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.heard('stderr', text))
    // A command that never reads its input may be gone before it is written.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    this.ended = new Promise((done, failed) => {
      child.once('error', failed)
      child.once('close', (code, signal) => {
        running.delete(child)
        this.isOver = true
        for (const listener of this.listeners) listener()
        done({ code, signal, stdout: this.stdout, stderr: this.stderr })
      })
    })
  }

  get pid(): number {
    return this.child.pid as number
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
    this.child.kill(signal)
    return this.ended
  }

  /** Resolves once its output fulfils this; rejects if it ends before. */
  when(fulfilled: (output: { stdout: string; stderr: string }) => boolean): Promise<void> {
    return new Promise((done, failed) => {
      const look = () => {
        if (fulfilled(this)) done()
        else if (this.isOver) failed(new Error(`ended before that:\n${this.stdout}\n${this.stderr}`))
        else return
        this.listeners.delete(look)
      }
      this.listeners.add(look)
      look()
    })
  }

  private heard(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text
    for (const listener of [...this.listeners]) listener()
  }
}

const running = new Set<ChildProcess>()
const folders = new Set<string>()

/** For `afterAll`: ends what a failed test left running and removes its folders. */
export function cleanUp(): void {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Runs it to its end. */
export function understory(
  args: readonly string[],
  options?: { input?: string; before?: string[]; cwd?: string }
): Promise<Ended> {
  return new Understory(args, options).ended
}

/** Runs it to its end, which must be a good one. */
export async function succeeds(args: readonly string[], options?: { input?: string }): Promise<Ended> {
  const ended = await understory(args, options)
  expect(ended.code, `understory ${args.join(' ')}\n${ended.stderr}`).toBe(0)
  return ended
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'understory-'))
  folders.add(folder)
  return folder
}

/**
 * A port that nobody listens on. Below the ports that Linux gives to those who dial (32768 on): a device that dials a dead
 * hub again and again could else be given that very port, and reach itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const server = createServer()
    const free = await new Promise<boolean>((done) => {
      server.once('error', () => done(false))
      server.listen(port, '127.0.0.1', () => done(true))
    })
    await new Promise((done) => server.close(done))
    if (free) return port
  }
}
