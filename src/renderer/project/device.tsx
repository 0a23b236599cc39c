import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type BrowserDevice, openBrowserDevice } from '../../client/browser.ts'
import type { Device } from '../../client/device.ts'
import { keepListed } from '../../client/journal/listed.ts'
import { databaseOf } from '../../client/profiles/profile.ts'
import type { KnownProject } from '../../client/projects.ts'
import { afterFrame } from '../platform/after-frame.ts'
import { useHere } from '../profiles/here.tsx'
import { type LettersOf, takeLetters } from '../task/last-letters.ts'
import { firstLook } from './first-look.ts'
import { close, opened } from './open-devices.ts'
import { takeTurns } from './turns.ts'

type Opened = Pick<BrowserDevice, 'device' | 'store' | 'twin' | 'bundle' | 'files'> & {
  readonly project: KnownProject
  readonly letters: LettersOf
}
export const OpenedContext = createContext<Opened | undefined>(undefined)

/** Opens the project's device for the screens inside, and syncs as long as it is this window's turn. */
export function DeviceProvider({ project, children }: { project: KnownProject; children: ReactNode }) {
  const { profile, box, journals } = useHere()
  const [here, setHere] = useState<BrowserDevice>()
  const letters = useMemo(() => ({ profile: profile.id, box }), [profile.id, box])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a project that is opened again is opened anew
  useEffect(() => {
    const name = databaseOf(project.id, letters.profile)
    const device = openBrowserDevice(name, journals, letters.box)
    const end = takeTurns(device.device, name, firstLook)
    opened(device)
    let current = true
    const show = () => current && setHere(device)
    // What is in the way of the last letters is told by whoever reads; they stay where they are.
    takeLetters(letters, project.id, device.device).then(show, show)
    return () => {
      current = false
      close(device, end())
    }
  }, [project.id, project.opened])
  useEffect(() => {
    if (here) keepListed(here.store, project).catch(() => {}) // what is in its way is told by whoever reads
  }, [here, project])
  const value = useMemo(() => here && { ...here, project, letters }, [project, here, letters])
  return value && <OpenedContext value={value}>{children}</OpenedContext>
}

export function useOpened(): Opened {
  const opened = useContext(OpenedContext)
  if (!opened) throw new Error('no DeviceProvider around this')
  return opened
}

export function useDevice(): Device {
  return useOpened().device
}

/**
 * What `read` gives, read again whenever something on the device changes; undefined until it was read first. A first
 * reading that fails is thrown while drawing, for the nearest `Trouble` boundary. After it, what was read last stays: a
 * screen that goes away would take along what a person is writing. The line about the sync tells what is wrong.
 *
 * @param key what the reading depends on besides the device: another key is another reading.
 * @param early what stands here without it is good to look at, and is drawn before anything is read.
 */
export function useLive<T>(read: (device: Device) => Promise<T>, key = '', early = false): T | undefined {
  const device = useDevice()
  const [seen, setSeen] = useState<{ key: string; value?: T; cause?: unknown }>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what `read` closes over
  useEffect(() => {
    let current = true
    let reading = false
    let again = false
    const look = async () => {
      again = reading
      if (reading) return
      reading = true
      try {
        const value = await read(device)
        if (current) setSeen((before) => (isSame(before, key, value) ? before : { key, value }))
      } catch (cause) {
        if (current) setSeen((before) => (before?.key === key && 'value' in before ? before : { key, cause }))
      }
      reading = false
      if (again && current) void look()
    }
    let waiting: (() => void) | undefined
    const lookSoon = () => {
      waiting ??= afterFrame(() => {
        waiting = undefined
        void look()
      })
    }
    if (early) lookSoon()
    else void look()
    // Not at once: whoever has changed something may be about to leave this screen, and what they see then goes before.
    const forget = device.onChange(lookSoon)
    return () => {
      current = false
      waiting?.()
      forget()
    }
  }, [device, key])
  if (seen?.key !== key) return undefined
  if ('cause' in seen) throw seen.cause
  return seen.value
}

/** Nothing is drawn anew for it. */
function isSame(before: { key: string; value?: unknown } | undefined, key: string, value: unknown): boolean {
  return before?.key === key && 'value' in before && Object.is(before.value, value)
}
