import { type Extension, type Range, RangeSet } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate
} from '@codemirror/view'

/** Each line runs as its own text does, one without letters as the language does. */
export function lineDirections(usual: 'ltr' | 'rtl'): Extension {
  const plugin = ViewPlugin.define((view) => new Directions(view, usual), { decorations: ({ lines }) => lines })
  return [plugin, EditorView.perLineTextDirection.of(true)]
}

const AUTO = Decoration.line({ attributes: { dir: 'auto' } })
const RTL = Decoration.line({ attributes: { dir: 'rtl' } })

class Directions implements PluginValue {
  lines: DecorationSet
  private readonly usual: 'ltr' | 'rtl'
  private late = false

  constructor(view: EditorView, usual: 'ltr' | 'rtl') {
    this.usual = usual
    this.lines = this.read(view)
  }

  update({ view, changes, docChanged, viewportChanged }: ViewUpdate): void {
    this.late ||= docChanged || viewportChanged
    // A line that turns round while somebody composes in it would break the composing.
    if (view.composing) this.lines = this.lines.map(changes)
    else if (this.late) {
      this.lines = this.read(view)
      this.late = false
    }
  }

  private read({ state, visibleRanges }: EditorView): DecorationSet {
    const lines: Range<Decoration>[] = []
    for (const { from, to } of visibleRanges)
      for (let at = from; at <= to; ) {
        const line = state.doc.lineAt(at)
        const turned = this.usual === 'rtl' && !/\p{L}/u.test(line.text)
        lines.push((turned ? RTL : AUTO).range(line.from))
        at = line.to + 1
      }
    return RangeSet.of(lines)
  }
}
