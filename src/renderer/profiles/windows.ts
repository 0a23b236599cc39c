import type { ProfileId } from '../../client/profiles/profile.ts'

type Said = { readonly settles: ProfileId }
const CHANNEL = 'understory-profiles'

/** [PF5] Says that this window works on a profile's texts: as long as it does, no other one brings them into another form. */
export function hold(id: ProfileId): Promise<() => void> {
  return new Promise((held) => {
    const wait = new Promise<void>((release) => {
      locks()
        .request(lockOf(id), { mode: 'shared' }, () => {
          held(release)
          return wait
        })
        .catch(() => held(release)) // barred: the stores are too, and tell it
    })
  })
}

/** [PF5] Runs once no other window works on a profile's texts; those that do are asked to let go. */
export async function alone<T>(id: ProfileId, work: () => Promise<T>): Promise<T> {
  const others = new BroadcastChannel(CHANNEL)
  others.postMessage({ settles: id } satisfies Said)
  try {
    return (await locks().request(lockOf(id), { mode: 'exclusive' }, work)) as T
  } finally {
    others.close()
  }
}

/** Another window is about to bring a profile's texts into another form. */
export function onSettling(id: ProfileId, heard: () => void): () => void {
  const others = new BroadcastChannel(CHANNEL)
  others.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.settles === id) heard()
  }
  return () => others.close()
}

function lockOf(id: ProfileId): string {
  return `understory-profile-${id}`
}

/** Plain http on a local network has no locks: there the windows let go when they are asked. */
function locks(): {
  request(name: string, options: { mode: LockMode }, work: () => Promise<unknown>): Promise<unknown>
} {
  return navigator.locks ?? { request: (_name, _options, work) => work() }
}
