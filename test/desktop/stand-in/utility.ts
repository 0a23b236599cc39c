/** Loaded before the script of a utility process: gives it what Electron's would have. */
import { EventEmitter } from 'node:events'
import { type IncomingMessage, Server } from 'node:http'

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void process.send!(message)
})
parentPort.on('newListener', (event) => {
  // Only now: Node keeps messages back until somebody listens, as Electron's port does.
  if (event === 'message' && parentPort.listenerCount('message') === 0)
    process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
})
Object.assign(process, { parentPort, type: 'utility' })
// A main process that was killed takes its utility processes along.
process.on('disconnect', () => process.exit())

// The page's origin, which is http://HOST.localhost in Chromium, is app://HOST everywhere else.
const emit = Server.prototype.emit as (this: Server, event: string, ...args: unknown[]) => boolean
Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
  if (event === 'upgrade' || event === 'request') {
    const { headers } = args[0] as IncomingMessage
    if (headers.origin) headers.origin = headers.origin.replace(/^http:\/\/([^/:]+)\.localhost$/, 'app://$1')
  }
  return emit.call(this, event, ...args)
}
