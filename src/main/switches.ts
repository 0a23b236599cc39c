/** As in the command line: browser storage belongs to an address, so the port stays the same. */
const DEFAULT_PORT = 8787

/** `--profile=DIR`: a folder for all that the app keeps; two profiles are two volunteers on one computer. */
export function profileIn(args: readonly string[]): string | undefined {
  return switchValue('--profile=', args)
}

/** `--port=N`: of the practice hub, where another program holds the usual one. */
export function portIn(args: readonly string[]): number {
  const value = switchValue('--port=', args) ?? ''
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0
  return port > 0 && port < 65536 ? port : DEFAULT_PORT
}

function switchValue(name: string, args: readonly string[]): string | undefined {
  return args.find((arg) => arg.startsWith(name) && arg.length > name.length)?.slice(name.length)
}
