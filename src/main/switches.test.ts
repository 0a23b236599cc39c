import { expect, it } from 'vitest'
import { portIn, profileIn } from './switches.ts'

it('finds the profile among the arguments', () => {
  expect(profileIn(['.', '--profile=/home/ada/a b', '--port=1'])).toBe('/home/ada/a b')
  expect(profileIn(['.', '--profile='])).toBeUndefined()
  expect(profileIn(['.', 'x--profile=y'])).toBeUndefined()
})

it('takes a port that is one, else the usual one', () => {
  expect(portIn(['.', '--port=9000'])).toBe(9000)
  for (const value of ['', '0', '65536', '-1', '1e3', 'x']) expect(portIn([`--port=${value}`])).toBe(8787)
  expect(portIn([])).toBe(8787)
})
