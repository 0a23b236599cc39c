import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Device } from '../../client/device.ts'
import { loadParts } from '../app/parts.ts'
import { keepStorage } from '../platform/kept.ts'
import { platform } from '../platform/platform.ts'
import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { Consent } from './Consent.tsx'
import { Joining } from './Joining.tsx'
import { Lost } from './Lost.tsx'
import { useLooking } from './looking.ts'

/** Lets the screens of a project be seen once the hub has let this computer in and its terms were shown. */
export function Member({ children }: { children: ReactNode }) {
  const { project } = useOpened()
  const [path] = useLocation()
  const standing = useLive(readStanding)
  const [looking, setLooking] = useState(false)
  const { lookedAround } = useLooking(project.id)
  const joined = standing?.line.joined ?? false
  useEffect(() => {
    if (joined) void loadParts()
  }, [joined])
  // A browser may ask the person: not before there is something to keep.
  const accepted = standing?.terms?.accepted ?? false
  useEffect(() => {
    if (accepted) keepStorage()
  }, [accepted])

  const { rename } = useProjects()
  const device = useDevice()
  const isUnknown = standing?.line.turnedAway === 'unknown-device'
  useEffect(() => {
    if (isUnknown) comeBack(device, project.id).catch(() => {}) // the line tells how it stands
  }, [isUnknown, device, project.id])

  const title = standing?.line.title ?? project.name
  useEffect(() => {
    if (title !== project.name) rename(project, title).catch(() => {}) // then it goes by its address
  }, [title, project, rename])

  if (!standing) return null
  const { line, terms, isHere } = standing
  if (!isHere) return <Lost project={project} />
  if (!line.joined) return <Joining project={project} turnedAway={line.turnedAway} />
  if (!terms) return children
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

async function readStanding(device: Device) {
  const [{ project }, line, terms] = await Promise.all([device.contact(), device.line(), device.terms()])
  return { isHere: project !== undefined, line, terms }
}
