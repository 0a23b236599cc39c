import app from './ja/app.json'
import borderline from './ja/borderline.json'
import help from './ja/help.json'
import home from './ja/home.json'
import notes from './ja/notes.json'
import profiles from './ja/profiles.json'
import rank from './ja/rank.json'
import task from './ja/task.json'
import told from './ja/told.json'
import welcome from './ja/welcome.json'
import work from './ja/work.json'

/** One file an area of the app; the same keys in every language. */
export const japanese = {
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
