// Runs in the page before its scripts. `source` is the built preload, as a function of what a sandboxed one is given;
// `ask`, `tell` and `openAsk` are the names on `window` under which the stand-in listens and speaks.
;(source, ask, tell, openAsk) => {
  if (window !== top) return
  const { [ask]: send, [openAsk]: wish } = window
  delete window[ask]
  delete window[openAsk]
  window.open = (url) => {
    void wish(new URL(url, location.href).href)
    return null
  }
  window.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[target]')
    if (!link || event.defaultPrevented) return
    event.preventDefault()
    void wish(link.href)
  })
  const listeners = new Map()

  // Electron clones these too, Playwright's binding would turn them into {}.
  const carried = (value) => {
    if (value instanceof Map || value instanceof Set || value instanceof ArrayBuffer)
      throw new Error('stand-in: send plain objects, arrays and Uint8Array')
    if (value && typeof value === 'object' && !ArrayBuffer.isView(value))
      for (const v of Object.values(value)) carried(v)
    return structuredClone(value)
  }
  const ipcRenderer = {
    invoke: async (channel, ...args) => {
      const { error, value } = await send({ channel, args: carried(args) })
      if (error) throw new Error(`Error invoking remote method '${channel}': ${error}`)
      return value
    },
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
  }
  Object.defineProperty(window, tell, {
    value: (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    }
  })

  // What crosses is cloned and frozen; functions cross as functions.
  const bridged = (value) => {
    if (typeof value === 'function')
      return (...args) => {
        const result = value(...args.map((arg) => (typeof arg === 'function' ? arg : structuredClone(arg))))
        return result instanceof Promise ? result.then(bridged) : bridged(result)
      }
    if (value && Object.getPrototypeOf(value) === Object.prototype)
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bridged(inner)])))
    return structuredClone(value)
  }
  const contextBridge = {
    exposeInMainWorld: (key, api) => Object.defineProperty(window, key, { value: bridged(api), enumerable: true })
  }
  const modules = { electron: { ipcRenderer, contextBridge } }
  const require = (name) => {
    if (name in modules) return modules[name]
    throw new Error(`module not found: ${name}`) // what a sandboxed preload gets
  }
  source(require, { exports: {} })
}
