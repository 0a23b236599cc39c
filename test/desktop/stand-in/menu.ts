type Template = {
  id?: string
  label?: string
  role?: string
  type?: string
  accelerator?: string
  enabled?: boolean
  click?: () => void
  submenu?: Template[] | Menu
}

/** What Electron makes of a role that is a whole menu, as far as its items matter to a test. */
const MENUS: Readonly<Record<string, readonly string[]>> = {
  appMenu: ['about', 'services', 'hide', 'hideOthers', 'unhide', 'quit'],
  fileMenu: ['quit'],
  editMenu: ['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll'],
  viewMenu: ['reload', 'forceReload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
  windowMenu: ['minimize', 'zoom', 'close']
}

const DEFAULT = ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu'].map((role) => ({ role }))

export class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly click: () => void
  constructor({ id, label, role, type, accelerator, submenu, click }: Template) {
    const items = submenu ?? MENUS[role ?? '']?.map((inner) => ({ role: inner }))
    this.id = id
    this.role = role
    this.label = label ?? role ?? ''
    this.type = type ?? (items ? 'submenu' : 'normal')
    this.accelerator = accelerator
    this.submenu = items instanceof Menu ? items : items && Menu.buildFromTemplate(items)
    this.click = click ?? (() => {})
  }
}

export class Menu {
  private static applied: Menu | null | undefined
  items: MenuItem[] = []
  static buildFromTemplate(template: readonly Template[]): Menu {
    const menu = new Menu()
    menu.items = template.map((item) => new MenuItem(item))
    return menu
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.applied = menu
  }
  static getApplicationMenu(): Menu | null {
    // Who sets none gets Electron's.
    if (Menu.applied === undefined) Menu.applied = Menu.buildFromTemplate(DEFAULT)
    return Menu.applied
  }
}
