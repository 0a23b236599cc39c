import { createContext, useContext } from 'react'

/** Leads to a path by `navigate`: by way of what is drawn ahead for it, if that is there. */
type Lead = (path: string, navigate: () => void) => void

export const LeadContext = createContext<Lead>((_path, navigate) => navigate())

export function useLead(): Lead {
  return useContext(LeadContext)
}
