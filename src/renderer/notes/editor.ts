import { standardKeymap } from '@codemirror/commands'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import { type Text, UndoManager } from 'yjs'
import { directionOf } from '../words/languages.ts'
import { lineDirections } from './line-directions.ts'

export type EditorOptions = {
  readonly lang: string
  readonly text: Text
  readonly label: string
  /** Shown as long as nothing is written. */
  readonly empty: string
}

/**
 * Opens an editor of a shared text in `place`.
 *
 * @returns closes it.
 */
export function openEditor(place: HTMLElement, { lang, text, label, empty }: EditorOptions): () => void {
  // The content policy refuses style elements; in a shadow root CodeMirror uses style sheets that need none.
  const host = place.appendChild(document.createElement('div'))
  const root = host.attachShadow({ mode: 'open' })
  const undoManager = new UndoManager(text)
  const dir = directionOf(lang)
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        // Positions are those of the shared text: nothing else may count as one character.
        EditorState.lineSeparator.of('\n'),
        EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, '\n')),
        // Tab is bound to nothing: it leads on.
        keymap.of([...yUndoManagerKeymap, ...standardKeymap]),
        yCollab(text, null, { undoManager }),
        EditorView.lineWrapping,
        lineDirections(dir),
        placeholder(() => inPagesLanguage(empty)),
        EditorView.contentAttributes.of({
          ...{ lang, dir, 'aria-label': label, 'aria-placeholder': empty },
          ...{ spellcheck: 'true', autocorrect: 'on', autocapitalize: 'sentences' }
        }),
        look
      ]
    })
  })
  return () => {
    view.destroy()
    undoManager.destroy()
    host.remove()
  }
}

/** Words of the interface run its way, also in a text of another language. */
function inPagesLanguage(words: string): HTMLElement {
  const element = document.createElement('bdi')
  element.lang = document.documentElement.lang
  element.textContent = words
  return element
}

/** Custom properties reach into the shadow root, the style sheets of the page do not. */
const look = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--sheet)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--r-2)',
    fontSize: 'var(--t-read)'
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--font)', lineHeight: 'var(--lh-read)' },
  '.cm-content': { minHeight: 'max(240px, 48vh)', padding: 'var(--s-4) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--s-4)', textAlign: 'start' },
  // Lets letters through that reach into the next line, as in Nastaliq.
  '.cm-line ::selection, .cm-line::selection': {
    backgroundColor: 'color-mix(in srgb, var(--leaf) 30%, transparent)',
    color: 'var(--ink)'
  },
  '.cm-placeholder': { color: 'var(--ink-3)' }
})
