import { running } from './chromium.ts'
import { nothing, silent } from './events.ts'
import { toApp, toWeb } from './protocol.ts'

type AnswerRequest = (
  contents: null,
  permission: string,
  answered: (granted: boolean) => void,
  details: { isMainFrame: boolean; requestingUrl: string }
) => void
type AnswerCheck = (contents: null, permission: string, origin: string, details: object) => boolean

let onRequest: AnswerRequest | null = null
let onCheck: AnswerCheck | null = null

export const session = {
  defaultSession: silent({
    setPermissionRequestHandler(handler: AnswerRequest | null) {
      onRequest = handler
    },
    setPermissionCheckHandler(handler: AnswerCheck | null) {
      onCheck = handler
    },
    availableSpellCheckerLanguages: ['de', 'en-US'],
    setSpellCheckerDictionaryDownloadURL: nothing,
    setSpellCheckerLanguages: nothing
  })
}

/** Those whose answer Chromium can be told. Electron asks when a page wants one; here all are asked at each loading. */
const PERMISSIONS = [
  ...['local-network-access', 'notifications', 'geolocation', 'camera', 'microphone'],
  ...['clipboard-read', 'clipboard-sanitized-write']
]
/** Where Playwright calls it otherwise. */
const NAMES: Readonly<Record<string, string>> = { 'clipboard-sanitized-write': 'clipboard-write' }

/** Asks main what the page at an address may do, and tells Chromium. */
export async function settlePermissions(url: string): Promise<void> {
  const { origin } = new URL(toWeb(url))
  const granted = PERMISSIONS.filter((permission) => isGranted(permission, url, `${toApp(origin)}/`))
  await running()?.clearPermissions()
  const names = granted.map((permission) => NAMES[permission] ?? permission)
  if (names.length > 0) await running()?.grantPermissions(names, { origin })
}

/** Chromium checks first and asks then; which of them decides depends on the permission, so they must agree. */
function isGranted(permission: string, url: string, origin: string): boolean {
  let asked = false
  onRequest?.(
    null,
    permission,
    (granted) => {
      asked = granted
    },
    { isMainFrame: true, requestingUrl: url }
  )
  const checked = onCheck?.(null, permission, origin, {}) ?? false
  if (asked !== checked) throw new Error(`stand-in: the two permission handlers disagree on ${permission}`)
  return asked
}
