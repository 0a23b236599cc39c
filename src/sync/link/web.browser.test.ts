import { expect, it } from 'vitest'
import { webSocket } from './web.ts'

it('an address that the browser does not dial is a link that broke', async () => {
  const socket = webSocket('ws://host:99999/')
  const code = await new Promise((resolve) => {
    socket.onclose = (event) => resolve(event.code)
  })
  expect(code).toBe(1006)
  socket.close()
})

it('an address where nobody answers is a link that broke', async () => {
  const socket = webSocket('ws://127.0.0.1:1/')
  const code = await new Promise((resolve) => {
    socket.onclose = (event) => resolve(event.code)
  })
  expect(code).toBe(1006)
})
