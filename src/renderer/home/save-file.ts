/** Gives a file to the browser, which puts it among the downloads. @param title of the project. */
export function saveFile(title: string, bytes: Uint8Array, ending = 'understory'): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  const plain = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'understory'
  link.download = `${plain}-${new Date().toISOString().slice(0, 10)}.${ending}`
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
