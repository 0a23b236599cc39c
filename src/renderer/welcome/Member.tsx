import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Device } from '../../client/device.ts'
import { loadParts } from '../app/parts.ts'
import { keepStorage } from '../platform/kept.ts'
import { platform } from '../platform/platform.ts'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { firstLook, skipFirstLook } from '../project/first-look.ts'
import { useProjects } from '../project/projects.tsx'
import { Consent } from './Consent.tsx'
import { Joining } from './Joining.tsx'
import { Lost } from './Lost.tsx'
import { useLooking } from './looking.ts'

/** Lets the screens of a project be seen once the hub has let this computer in and its terms were shown. */
export function Member({ children }: { children: ReactNode }) {
  const { project } = useOpened()
  const [path] = useLocation()
  const member = useLive((device) => device.membership())
  const agreed = useOwn(`agreed-${project.id}`)
  const read = useLive(async (device) => {
    // Whoever has agreed to terms before sees what is to be done first.
    if (recall(agreed)) await firstLook
    return { terms: await device.terms() }
  })
  const [looking, setLooking] = useState(false)
  const { lookedAround } = useLooking(project.id)
  const joined = member?.joined ?? false
  useEffect(() => {
    if (joined) void loadParts()
  }, [joined])
  const isHeld = member !== undefined && !joined
  useEffect(() => {
    if (isHeld) skipFirstLook()
  }, [isHeld])
  // A browser may ask the person: not before there is something to keep.
  const terms = read?.terms
  const accepted = terms?.accepted ?? false
  useEffect(() => {
    if (accepted) keepStorage()
    if (terms) remember(agreed, accepted ? terms.hash : '')
  }, [accepted, agreed, terms])

  const { rename } = useProjects()
  const device = useDevice()
  const isUnknown = member?.turnedAway === 'unknown-device'
  useEffect(() => {
    if (isUnknown) comeBack(device, project.id).catch(() => {}) // the line tells how it stands
  }, [isUnknown, device, project.id])

  const title = member?.title ?? project.name
  useEffect(() => {
    if (title !== project.name) rename(project, title).catch(() => {}) // then it goes by its address
  }, [title, project, rename])

  if (!member) return null
  if (member.project === undefined) return <Lost project={project} />
  if (!joined) return <Joining project={project} turnedAway={member.turnedAway} />
  if (member.terms === undefined) return children
  if (!terms) return recall(agreed) === member.terms && path !== '/terms' ? children : null
  const isAsked = !terms.accepted && !looking && !lookedAround(terms.hash)
  if (!isAsked && path !== '/terms') return children
  return <Consent terms={terms} onLook={() => setLooking(true)} />
}

/** Its key was gone with what was stored; a hub that is open to everybody has an invite for the new one. */
async function comeBack(device: Device, project: string): Promise<void> {
  const hub = await platform.ownHub()
  if (hub && 'project' in hub && hub.project === project && hub.open && hub.invite !== undefined)
    await device.follow(hub.invite)
}
