import { contextBridge, ipcRenderer } from 'electron'
import type { Answered, Bridge, Channels, Failed, Signal } from '../main/bridge.ts'

type Result<C extends keyof Channels> = ReturnType<Channels[C]>

const invited: ((link: string) => void)[] = []
const flushes: (() => Promise<void>)[] = []

const bridge: Bridge = {
  version: (...args: unknown[]) => ask('version', args) as Promise<string>,
  practice: (...args: unknown[]) => ask('practice', args),
  saveDataset: (...args: unknown[]) => ask('save-dataset', args),
  onInvite(heard) {
    invited.push(aFunction(heard, 'onInvite'))
    void takeInvites()
  },
  onClosing(flush) {
    flushes.push(aFunction(flush, 'onClosing'))
  },
  journals: {
    list: (...args: unknown[]) => ask('journal-list', args),
    read: (...args: unknown[]) => ask('journal-read', args),
    append: (...args: unknown[]) => ask('journal-append', args),
    replace: (...args: unknown[]) => ask('journal-replace', args)
  }
}

hear('invites-came', () => void takeInvites())
hear('closing', () => {
  void Promise.allSettled(flushes.map(async (flush) => flush())).then(() => ask('flushed'))
})
contextBridge.exposeInMainWorld('understory', bridge)

/** Rejects with plain words when main refuses the question. Arguments go along unread: main checks them. */
async function ask<C extends keyof Channels>(channel: C, args: readonly unknown[] = []): Promise<Result<C> | Failed> {
  const answered: Answered<Result<C>> = await ipcRenderer.invoke(channel, ...args)
  if ('refused' in answered) throw new Error(answered.refused)
  return 'value' in answered ? answered.value : answered
}

async function takeInvites(): Promise<void> {
  // They stay with main until somebody here wants them.
  const links = invited.length > 0 ? await ask('take-invites') : []
  if (!('failed' in links)) for (const link of links) for (const heard of invited) heard(link)
}

/** The event would give the page a way to every channel: it ends here. */
function hear(signal: Signal, heard: () => void): void {
  ipcRenderer.on(signal, () => heard())
}

function aFunction<F>(value: F, name: string): F {
  if (typeof value !== 'function') throw new TypeError(`${name} takes a function.`)
  return value
}
