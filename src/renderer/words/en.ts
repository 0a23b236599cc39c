import app from './en/app.json'
import borderline from './en/borderline.json'
import help from './en/help.json'
import home from './en/home.json'
import notes from './en/notes.json'
import profiles from './en/profiles.json'
import rank from './en/rank.json'
import task from './en/task.json'
import told from './en/told.json'
import welcome from './en/welcome.json'
import work from './en/work.json'

/** One file an area of the app; the same keys in every language. */
export const english = {
  ...app,
  ...told,
  ...welcome,
  ...home,
  ...help,
  ...task,
  ...borderline,
  ...rank,
  ...work,
  ...notes,
  ...profiles
}
