/** Lets the person choose a file. @returns its bytes; undefined: none was chosen. */
export function pickFile(): Promise<Uint8Array | undefined> {
  const input = document.createElement('input')
  input.type = 'file'
  return new Promise((done, failed) => {
    input.addEventListener('cancel', () => done(undefined))
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      if (!file) return done(undefined)
      file.arrayBuffer().then((buffer) => done(new Uint8Array(buffer)), failed)
    })
    input.click()
  })
}
