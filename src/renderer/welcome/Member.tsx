import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Device } from '../../client/device.ts'
import { loadParts } from '../app/parts.ts'
import { keepStorage } from '../platform/kept.ts'
import { useDevice, useLive, useOpened } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { Consent } from './Consent.tsx'
import { Joining } from './Joining.tsx'
import { Lost } from './Lost.tsx'
import { lookedAround } from './looking.ts'

/** Lets the screens of a project be seen once the hub has let this computer in and its terms were shown. */
export function Member({ children }: { children: ReactNode }) {
  const { project } = useOpened()
  const [path] = useLocation()
  const standing = useLive(readStanding)
  const [looking, setLooking] = useState(false)
  const joined = standing?.line.joined ?? false
  useEffect(() => {
    if (joined) void loadParts()
  }, [joined])
  // A browser may ask the person: not before there is something to keep.
  const accepted = standing?.terms?.accepted ?? false
  useEffect(() => {
    if (accepted) keepStorage()
  }, [accepted])

  const { hub, rename } = useProjects()
  const device = useDevice()
  // Its key was gone with what was stored; a hub that is open to everybody has an invite for the new one.
  const isUnknown = standing?.line.turnedAway === 'unknown-device'
  const invite = hub?.project === project.id && hub.open ? hub.invite : undefined
  useEffect(() => {
    if (isUnknown && invite !== undefined) device.follow(invite).catch(() => {}) // the line tells how it stands
  }, [isUnknown, invite, device])

  const title = standing?.line.title ?? project.name
  useEffect(() => {
    if (title !== project.name) rename(project, title).catch(() => {}) // then it goes by its address
  }, [title, project, rename])

  if (!standing) return null
  const { line, terms, isHere } = standing
  if (!isHere) return <Lost project={project} />
  if (!line.joined) return <Joining project={project} turnedAway={line.turnedAway} />
  if (!terms) return children
  const isAsked = !terms.accepted && !looking && !lookedAround(project.id, terms.hash)
  if (!isAsked && path !== '/terms') return children
  return <Consent terms={terms} onLook={() => setLooking(true)} />
}

async function readStanding(device: Device) {
  const [{ project }, line, terms] = await Promise.all([device.contact(), device.line(), device.terms()])
  return { isHere: project !== undefined, line, terms }
}
