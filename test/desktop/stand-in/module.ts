/** The part of the `electron` module that our main process uses. What is missing here is missing loudly. */
import { nothing, silent } from './events.ts'

export { app } from './app.ts'
export { ipcMain } from './ipc.ts'
export { Menu, MenuItem } from './menu.ts'
export { utilityProcess } from './process.ts'
export { protocol } from './protocol.ts'
export { session } from './session.ts'
export { BrowserWindow, WebContents as webContents } from './window.ts'

export const dialog = silent({
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showErrorBox: nothing
})
export const shell = silent({ openExternal: async () => {} })
export const nativeTheme = silent({
  shouldUseDarkColors: false,
  shouldUseHighContrastColors: false,
  themeSource: 'system'
})
