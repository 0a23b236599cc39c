/** The one policy by which Trusted Types let a worker start: it knows our own workers' addresses and no other. */
export function trusted(address: string): string {
  if (!/^\/(sw\.js|assets\/worker-[\w-]+\.js)$/.test(address)) throw new TypeError(`no worker of ours: ${address}`)
  policy ??= trustedTypes?.createPolicy('understory', { createScriptURL: (url: string) => url })
  return (policy?.createScriptURL(address) ?? address) as unknown as string
}

type Policy = { createScriptURL(url: string): object }
let policy: Policy | undefined
declare const trustedTypes: { createPolicy(name: string, rules: object): Policy } | undefined
