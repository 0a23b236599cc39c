/** The desktop app's main process: sets the parts together. What they do lies beside this file, without Electron. */
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell, utilityProcess } from 'electron'
import { APP_SCHEME, appProtocol, ORIGIN } from './app-protocol.ts'
import { afterCrash } from './crash.ts'
import { guard, mayUse } from './guard.ts'
import { answer, NOTHING } from './ipc.ts'
import { answerJournals } from './journals.ts'
import { menu } from './menu.ts'
import { inviteIn, Page } from './page.ts'
import { PracticeHub } from './practice-hub.ts'
import { flushAtMost, quitInOrder } from './quit.ts'
import { saveDataset } from './save-dataset.ts'
import { NO_DICTIONARIES, spelledIn, textMenu } from './spelling.ts'
import { portIn, profileIn } from './switches.ts'
import { makeWindow } from './window.ts'

const SITE = join(import.meta.dirname, '..', 'renderer')
let window: BrowserWindow | undefined

app.enableSandbox()
protocol.registerSchemesAsPrivileged([APP_SCHEME])
const profile = profileIn(process.argv)
// Before the lock, which belongs to this folder.
if (profile !== undefined) app.setPath('userData', resolve(profile))
if (app.requestSingleInstanceLock()) start()
else app.quit() // the first instance has heard of this start

function start(): void {
  const page = new Page(signal)
  const hub = practiceHub()
  handOver(page, process.argv)
  // From sources it is Electron that would be registered.
  if (app.isPackaged) app.setAsDefaultProtocolClient('understory')

  app.on('second-instance', (_event, args) => {
    showWindow(page)
    handOver(page, args)
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    handOver(page, [url])
  })
  app.on('activate', () => showWindow(page))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  quitInOrder(app, { closeWindow: () => closeWindow(page), stopHub: () => hub.close(), log })

  void app.whenReady().then(() => {
    protocol.handle('app', appProtocol(SITE))
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answered, { requestingUrl }) =>
      answered(mayUse(permission, requestingUrl))
    )
    session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin))
    checkSpelling()
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu(process.platform)))
    answerPage(page, hub)
    openWindow(page)
  })
}

function checkSpelling(): void {
  const { defaultSession } = session
  defaultSession.setSpellCheckerDictionaryDownloadURL(NO_DICTIONARIES)
  defaultSession.setSpellCheckerLanguages(
    spelledIn(app.getPreferredSystemLanguages(), defaultSession.availableSpellCheckerLanguages)
  )
}

function answerPage(page: Page, hub: PracticeHub): void {
  const door = { ipcMain, log }
  answer(door, 'version', NOTHING, () => app.getVersion())
  answer(door, 'practice', NOTHING, () => hub.open())
  answer(door, 'save-dataset', NOTHING, () =>
    saveDataset({ address: async () => (await hub.open()).address, choose: choosePlace })
  )
  answer(door, 'take-invites', NOTHING, () => page.takeInvites())
  answer(door, 'flushed', NOTHING, () => page.hasFlushed())
  answerJournals(door, join(app.getPath('userData'), 'journals'))
}

function practiceHub(): PracticeHub {
  const script = fileURLToPath(new URL('./hub-process.js', import.meta.url))
  return new PracticeHub(
    () => utilityProcess.fork(script, [], { serviceName: 'Understory practice hub' }),
    {
      folder: join(app.getPath('userData'), 'practice'),
      port: portIn(process.argv),
      site: SITE,
      practice: join(import.meta.dirname, 'practice.trees.jsonl')
    },
    after
  )
}

function openWindow(page: Page): void {
  const opened = makeWindow()
  window = opened
  guard(opened.webContents, (url) => void shell.openExternal(url))
  opened.webContents.on('context-menu', (_event, asked) => {
    const { webContents } = opened
    Menu.buildFromTemplate(textMenu(asked, (word) => webContents.replaceMisspelling(word))).popup({ window: opened })
  })
  opened.on('close', (event) => {
    event.preventDefault()
    void closeWindow(page)
  })
  opened.on('closed', () => {
    window = undefined
    page.hasFlushed()
  })
  const mend = afterCrash({
    reload: () => opened.webContents.reload(),
    say: (message, detail) => void dialog.showMessageBox(opened, { type: 'warning', message, detail })
  })
  opened.webContents.on('render-process-gone', (_event, { reason }) => {
    log(`the page's process ended: ${reason}`)
    page.hasFlushed()
    if (reason !== 'clean-exit') mend()
  })
  opened.loadURL(`${ORIGIN}/`).catch((error: unknown) => log(`the page did not load: ${String(error)}`))
}

/** On macOS the app may be there without its window. */
function showWindow(page: Page): void {
  if (window === undefined && app.isReady()) openWindow(page)
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

async function closeWindow(page: Page): Promise<void> {
  await flushAtMost(() => page.flush(), after)
  window?.destroy()
}

async function choosePlace(name: string): Promise<string | undefined> {
  const options = { defaultPath: join(app.getPath('downloads'), name) }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? undefined : filePath
}

function handOver(page: Page, args: readonly string[]): void {
  const invite = inviteIn(args)
  if (invite !== undefined) page.inviteCame(invite)
}

function signal(name: string): boolean {
  if (window === undefined || window.webContents.isCrashed()) return false
  window.webContents.send(name)
  return true
}

function after(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false })
}

function log(line: string): void {
  console.error(`${new Date().toISOString()} ${line}`)
}
