import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { HubProcess } from './hub-process.ts'
import { expectNoStack, expectRefusal } from './refusal.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

afterAll(cleanUp)

const isRoot = process.getuid?.() === 0
const NOBODY = 65534

async function hubWithTrees(): Promise<string> {
  const folder = join(newFolder(), 'hub')
  await succeeds(['import', PRACTICE, '--data', folder])
  return folder
}

describe('a folder', () => {
  it('that is a file is refused by every command', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    const line = `Nothing was changed. The folder ${file} cannot be used: it is a file. Name a folder that this user may write with --data. F1`
    await expectRefusal(['hub', '--data', file], line)
    await expectRefusal(['import', PRACTICE, '--data', file], line)
    await expectRefusal(['device', '--data', file, 'status'], line)
  })

  it('without a project is refused by export', async () => {
    const folder = newFolder()
    await expectRefusal(
      ['export', '--data', folder],
      `Nothing was changed. The folder ${folder} holds no project. Name the folder of a hub with --data. F6`
    )
  })

  it.skipIf(!isRoot)(
    'that this user may not write is refused by every command (skipped unless root, who can become another user)',
    async () => {
      const folder = await hubWithTrees()
      const before = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
      // Someone else's folder, which this user may read.
      chmodSync(join(folder, '..'), 0o755)
      spawnSync('chmod', ['-R', 'a+rX,a-w', folder])
      const line = `Nothing was changed. The folder ${folder} cannot be used: this user may not. Name a folder that this user may write with --data. F1`
      await expectRefusal(['hub', '--data', folder], line, { before })
      await expectRefusal(['import', PRACTICE, '--data', folder], line, { before })
      await expectRefusal(['device', '--data', folder, 'status'], line, { before })
      chownSync(folder, NOBODY, NOBODY)
      chmodSync(folder, 0o700)
      const store = join(folder, 'hub.sqlite')
      const barred = `What the folder holds is untouched. The file ${store} may not be written. Give this user the right to write to the folder, or name another with --data. S1`
      await expectRefusal(['hub', '--data', folder], barred, { before })
    }
  )

  it('is held by one hub, and by no import beside it', async () => {
    const folder = join(newFolder(), 'hub')
    const hub = await HubProcess.start(folder, await freePort())
    const line = `Nothing was changed. A hub is running on this folder (process ${hub.process.pid}). Stop it first, then try again. F2`
    await expectRefusal(['hub', '--data', folder, '--port', String(await freePort())], line)
    await expectRefusal(['import', PRACTICE, '--data', folder], line)
    await hub.killed()
    await succeeds(['import', PRACTICE, '--data', folder])
  })
})

describe('a store', () => {
  const damaged = (file: string) => `The file ${file} is damaged or no store of Understory.`

  it('that is no database is refused, and left as it is', async () => {
    const [folder, device] = [newFolder(), newFolder()]
    const words = 'these are words and no database, whatever its name says'
    writeFileSync(join(folder, 'hub.sqlite'), words)
    writeFileSync(join(device, 'device.sqlite'), words)
    const backup = 'Put back the newest backup of the folder; devices send again what it lacks. S1'
    const line = `What the folder holds is untouched. ${damaged(join(folder, 'hub.sqlite'))} ${backup}`
    await expectRefusal(['hub', '--data', folder], line)
    await expectRefusal(['import', PRACTICE, '--data', folder], line)
    await expectRefusal(['export', '--data', folder], line)
    await expectRefusal(
      ['device', '--data', device, 'status'],
      `This was not saved; everything saved before is untouched. ${damaged(join(device, 'device.sqlite'))} Put back a backup of the folder, or join anew in another; what the hub has is not lost. D1`
    )
    expect(readFileSync(join(folder, 'hub.sqlite'), 'utf8')).toBe(words)
  })

  it.each([0.1, 0.35, 0.6, 0.85])(
    'with 20 kB of rubbish at %d of its length is never exported in part',
    async (place) => {
      const folder = await hubWithTrees()
      const file = join(folder, 'hub.sqlite')
      const at = Math.floor((statSync(file).size * place) / 4096) * 4096
      const store = openSync(file, 'r+')
      writeSync(store, new Uint8Array(20_480).fill(0x5a), 0, 20_480, at)
      const out = join(newFolder(), 'all.jsonl')
      const { code, stderr } = await understory(['export', '--data', folder, '--all', '--out', out])
      expectNoStack(stderr)
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `What the folder holds is untouched. ${damaged(file)} Put back the newest backup of the folder; devices send again what it lacks. S1\n`
      })
      expect(() => statSync(out)).toThrow('ENOENT')
    }
  )

  it('of a later program is refused by an older one', async () => {
    const folder = await hubWithTrees()
    const device = newFolder()
    for (const file of [join(folder, 'hub.sqlite'), join(device, 'device.sqlite')]) {
      const db = new DatabaseSync(file)
      db.exec('PRAGMA user_version = 99')
      db.close()
    }
    const line = (file: string) =>
      `The file ${file} was written by a later version of Understory. Update Understory, then try again.`
    const untouched = `What the folder holds is untouched. ${line(join(folder, 'hub.sqlite'))} S2`
    await expectRefusal(['hub', '--data', folder], untouched)
    await expectRefusal(['import', PRACTICE, '--data', folder], untouched)
    await expectRefusal(['export', '--data', folder], untouched)
    await expectRefusal(
      ['device', '--data', device, 'status'],
      `This was not saved; everything saved before is untouched. ${line(join(device, 'device.sqlite'))} D1`
    )
  })

  it("of an earlier version: who only reads the hub's says what brings it up to date", async () => {
    const folder = join(newFolder(), 'hub')
    await succeeds(['import', PRACTICE, '--data', folder])
    const file = join(folder, 'hub.sqlite')
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 1')
    db.close()
    const older = `What the folder holds is untouched. The file ${file} was written by an earlier version of Understory. Start the hub on this folder once, which brings it up to date, and try again. S3`
    await expectRefusal(['stats', '--data', folder], older)
    await expectRefusal(['export', '--data', folder], older)
    await expectRefusal(['bundle', 'make', '--data', folder, '--out', join(folder, 'none.understory')], older)
  })
})
