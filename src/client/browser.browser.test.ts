import { expect, it } from 'vitest'
import { openBrowserDevice } from './browser.ts'

it('a device in a browser is found again under its name', async () => {
  const project = 'a'.repeat(64)
  const invite = `http://127.0.0.1:1/join#${project}.abcdefghjkmnpqrstuvwxyz023`
  const { device, store } = openBrowserDevice('somebody')
  await device.join(invite, 'Ada')
  await store.close()
  const again = openBrowserDevice('somebody')
  const settings = await again.store.transact('relaxed', (tx) => tx.list('settings'))
  expect(settings.map(({ key }) => key)).toEqual(expect.arrayContaining(['device', 'name', 'project']))
  await again.store.close()
})
