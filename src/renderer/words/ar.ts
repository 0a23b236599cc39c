import app from './ar/app.json'
import borderline from './ar/borderline.json'
import help from './ar/help.json'
import home from './ar/home.json'
import notes from './ar/notes.json'
import profiles from './ar/profiles.json'
import rank from './ar/rank.json'
import task from './ar/task.json'
import told from './ar/told.json'
import welcome from './ar/welcome.json'
import work from './ar/work.json'

/** One file an area of the app; the same keys in every language. */
export const arabic = {
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
