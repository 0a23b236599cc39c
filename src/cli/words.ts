import type { Told, Words } from '../core/error.ts'

/** What the command line says, in plain English: what became of the work, why, and one thing to do. */
const ENGLISH: Readonly<Record<string, string>> = {
  'nothing-started': 'Nothing was started.',
  'nothing-changed': 'Nothing was changed.',
  'nothing-imported': 'Nothing was imported.',
  'not-saved': 'This was not saved; everything saved before is untouched.',
  'store-unchanged': 'What the folder holds is untouched.',
  'safe-here': 'Your {count} unsent items are safe in this folder.',

  'port-taken': 'Port {port} is in use by another program.',
  'free-port': 'Stop that program, or name another port with --port.',
  'host-unknown': 'This computer has no address {host}.',
  'check-host': 'Name an address of this computer with --host, or leave it out.',
  'store-full': 'The disk is full, so {file} cannot grow.',
  'mend-store-full': 'Free some space and try again.',
  'store-damaged': 'The file {file} is damaged or no store of Understory.',
  'mend-store-damaged': 'Put back the newest backup of the folder; devices send again what it lacks.',
  'store-no-rights': 'The file {file} may not be written.',
  'mend-store-no-rights': 'Give this user the right to write to the folder, or name another with --data.',
  'store-busy': 'Another program is writing to {file}.',
  'mend-store-busy': 'Wait until it is done, then try again.',
  'store-missing': 'The file {file} cannot be opened.',
  'mend-store-missing': 'Check the folder named with --data.',
  'store-other': 'The file {file} could not be used.',
  'mend-store-other': 'Check the disk, then try again.',
  'store-newer': 'The file {file} was written by a later version of Understory.',
  'update-program': 'Update Understory, then try again.',
  'folder-unusable': 'The folder {folder} cannot be used: {problem}.',
  'check-folder': 'Name a folder that this user may write with --data.',
  'hub-runs': 'A hub is running on this folder (process {pid}).',
  'stop-hub': 'Stop it first, then try again.',
  'device-busy': 'Another command is syncing this folder (process {pid}).',
  'wait-device': 'Wait until it is done, then try again.',
  'no-project': 'The folder {folder} holds no project.',
  'name-folder': 'Name the folder of a hub with --data.',

  'hub-silent': 'The hub did not answer in time.',
  'try-later': 'Check that the hub runs and the link is up, then sync again.',
  'refused-invite-unknown': 'The hub does not know this invite.',
  'after-invite-unknown': 'Ask the organizer for a new invite.',
  'refused-invite-used': 'This invite has been used up.',
  'after-invite-used': 'Ask the organizer for a new invite.',
  'refused-invite-expired': 'This invite has expired.',
  'after-invite-expired': 'Ask the organizer for a new invite.',
  'refused-unknown-device': 'The hub does not know this device.',
  'after-unknown-device': 'Ask the organizer for an invite.',
  'refused-wrong-project': 'The hub at this address serves another project.',
  'after-wrong-project': 'Check the address with the organizer.',
  'refused-newer-version': 'The hub is of a later version.',
  'after-newer-version': 'Update Understory, then sync again.',
  'refused-no-key': 'The key of this device is missing from its folder.',
  'after-no-key': 'Put back the keys folder from a backup.',
  'refused-hub-trouble': 'The hub could not store what was sent.',
  'after-hub-trouble': 'Tell the organizer, and sync again later.',
  'refused-other': 'The hub turned this device away.',
  'after-other': 'Tell the organizer what the log of the hub says.',
  'bad-invite': 'This is not an invite.',
  'ask-invite': 'Copy the whole link that the organizer gave you, with what stands behind the #.',
  'not-joined': 'This folder has joined no project yet.',
  'after-not-joined': 'Run "understory device --data DIR join INVITE" first.',
  'joined-already': 'This folder belongs to a project already.',
  'after-joined-already': 'Use another folder for another project.',
  'no-task': 'There is no such task in this folder.',
  'after-no-task': 'List the tasks with "tasks --json".',
  'answered-already': 'This task has been answered.',
  'after-answered-already': 'List the open tasks with "tasks --json".',
  'no-item': 'There is no such item in this folder.',
  'after-no-item': 'List the items with "status --json".',
  'sealed-already': 'This item has been sealed for sending, so it cannot be undone.',
  'after-sealed-already': 'Leave it as it is.',
  'bad-answer': 'The answer does not fit its task: {field} {problem}.',
  'mend-answer': 'Mend that field and give the answer again.',
  'file-unreadable': 'The file {file} cannot be read: {problem}.',
  'check-file': 'Check its name and rights.',
  'not-text': 'Line {line} of {file} is not UTF-8 text.',
  'save-utf8': 'Save the file as UTF-8.',
  'output-failed': 'The file {file} cannot be written: {problem}.',
  'check-output': 'Name a file that this user may write with --out.'
}

/** `what became of the work` `cause` `action`, as one line. */
export function sentence({ work, cause, action }: Told): string {
  return [work, cause, action].map(words).join(' ')
}

function words([key, fill = {}]: Words): string {
  const known = ENGLISH[key] ?? ENGLISH[key.replace(/-.*/, '-other')] ?? key
  return known.replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ''))
}
