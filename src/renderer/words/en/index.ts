import app from './app.json'
import aside from './aside.json'
import became from './became.json'
import borderline from './borderline.json'
import goals from './goals.json'
import help from './help.json'
import home from './home.json'
import language from './language.json'
import notes from './notes.json'
import profiles from './profiles.json'
import rank from './rank.json'
import rounds from './rounds.json'
import sync from './sync.json'
import task from './task.json'
import told from './told.json'
import triage from './triage.json'
import welcome from './welcome.json'
import work from './work.json'
import wrong from './wrong.json'

/** One file an area of the app. Other languages have the same keys, and those that lag some of them. */
export const phrases = {
  ...app,
  ...told,
  ...welcome,
  ...home,
  ...goals,
  ...help,
  ...task,
  ...borderline,
  ...triage,
  ...rounds,
  ...rank,
  ...work,
  ...notes,
  ...language,
  ...sync,
  ...became,
  ...aside,
  ...profiles,
  ...wrong
}
