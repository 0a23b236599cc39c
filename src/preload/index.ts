import { contextBridge, ipcRenderer } from 'electron'
import type { Answered, Bridge, Channels, Failed, Signal } from '../main/bridge.ts'

type Result<C extends keyof Channels> = ReturnType<Channels[C]>

/** Rejects with plain words when main refuses the question. Arguments go along unread: main checks them. */
async function ask<C extends keyof Channels>(channel: C, args: readonly unknown[] = []): Promise<Result<C> | Failed> {
  const answered: Answered<Result<C>> = await ipcRenderer.invoke(channel, ...args)
  if ('refused' in answered) throw new Error(answered.refused)
  return 'value' in answered ? answered.value : answered
}

function hear(signal: Signal, heard: () => void): void {
  // The event would give the page a way to every channel: it ends here.
  ipcRenderer.on(signal, () => heard())
}

function mustBeFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') throw new TypeError(`${name} takes a function.`)
}

const flushes: (() => Promise<void>)[] = []

hear('closing', () => {
  void Promise.allSettled(flushes.map(async (flush) => flush())).then(() => ask('flushed'))
})

const bridge: Bridge = {
  version: (...args: unknown[]) => ask('version', args) as Promise<string>,
  practice: (...args: unknown[]) => ask('practice', args),
  saveDataset: (...args: unknown[]) => ask('save-dataset', args),
  onInvite(heard) {
    mustBeFunction(heard, 'onInvite')
    const take = async () => {
      const links = await ask('take-invites')
      if (!('failed' in links)) for (const link of links) heard(link)
    }
    hear('invites-came', () => void take())
    void take()
  },
  onClosing(flush) {
    mustBeFunction(flush, 'onClosing')
    flushes.push(flush)
  }
}

contextBridge.exposeInMainWorld('understory', bridge)
