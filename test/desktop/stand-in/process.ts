import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

type ForkOptions = { env?: NodeJS.ProcessEnv; serviceName?: string }

/** A utility process is a Node process with a `parentPort`. Message ports are not handed over. */
export const utilityProcess = {
  fork(script: string, args: string[] = [], { env = process.env }: ForkOptions = {}) {
    const execArgv = ['--import', import.meta.resolve('./utility.ts')]
    const child = fork(script, args, { execArgv, serialization: 'advanced', env })
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      postMessage: (message: object) => void child.send(message),
      kill: () => child.kill()
    })
    child.on('message', (message) => utility.emit('message', message))
    child.on('spawn', () => utility.emit('spawn'))
    child.on('exit', (code) => utility.emit('exit', code ?? 0))
    return utility
  }
}
