import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { format, getLocation, parse } from 'jsonc-parser';
import type { Finding } from '../../../definitions/language/check.ts';
import { parseText } from '../../../definitions/language/positions.ts';
import type { Language } from '../../base/locale.ts';
import { complete, type CompletionOptions } from './complete.ts';
import { hoverDocs } from './hover.ts';
import { phrases } from './phrases.ts';
import { theme } from './theme.ts';

export interface CodeOptions {
  parent: HTMLElement;
  root: ShadowRoot;
  text: string;
  language: Language;
  /** Name of the field for screen readers. */
  label: string;
  exampleLabel: string;
  readOnly: boolean;
  changed: (text: string) => void;
  /** The cursor stands somewhere else: JSON path of the value or key. */
  moved: (path: (string | number)[]) => void;
  /** Ctrl-S. */
  save: () => void;
}

/** The text of a definition as an editor. Everything that it knows of the language comes from the schema and the text. */
export class Code {
  readonly view: EditorView;
  readonly #options: CodeOptions;
  readonly #words = new Compartment();
  readonly #mode = new Compartment();
  #value: unknown;
  #language: Language;

  constructor(options: CodeOptions) {
    this.#options = options;
    this.#language = options.language;
    this.#value = parse(options.text);
    this.view = new EditorView({
      parent: options.parent,
      root: options.root,
      state: this.#state(options.text, options.readOnly),
    });
  }

  get text(): string {
    return this.view.state.sliceDoc();
  }

  /** Another document: nothing of the one before can be undone into it. */
  open(text: string, readOnly: boolean): void {
    this.#value = parse(text);
    this.view.setState(this.#state(text, readOnly));
  }

  /** The same document with another text; can be undone. */
  replace(text: string): void {
    if (text === this.text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, userEvent: 'input' });
  }

  setLanguage(language: Language, label: string, exampleLabel: string): void {
    if (language === this.#language) return;
    this.#language = language;
    Object.assign(this.#options, { label, exampleLabel });
    this.view.dispatch({ effects: this.#words.reconfigure(this.#inLanguage()) });
  }

  show(findings: { finding: Finding; message: string }[]): void {
    const { doc } = this.view.state;
    const offset = (line: number, column: number): number => {
      const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
      return Math.min(at.from + column - 1, at.to);
    };
    const diagnostics = findings.map(({ finding, message }) => {
      const from = offset(finding.line, finding.column);
      const to = Math.max(from, offset(finding.endLine, finding.endColumn));
      return { from, to, severity: finding.severity, source: finding.code, message };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Puts the cursor at a line and column, both from 1, in the middle of the window. */
  goTo(line: number, column: number, focus = true): void {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const anchor = Math.min(at.from + column - 1, at.to);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    if (focus) this.view.focus();
  }

  /** Puts the cursor at what a JSON pointer names. */
  goToPointer(pointer: string, focus = true): void {
    const { line, column } = parseText(this.text).locate(pointer, { key: true });
    this.goTo(line, column, focus);
  }

  format(): void {
    const text = this.text;
    const edits = format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' });
    if (edits.length === 0) return;
    const changes = edits.map(({ offset, length, content }) => ({
      from: offset,
      to: offset + length,
      insert: content,
    }));
    this.view.dispatch({ changes, userEvent: 'format' });
  }

  search(): void {
    openSearchPanel(this.view);
  }

  destroy(): void {
    this.view.destroy();
  }

  #state(text: string, readOnly: boolean): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        this.#words.of(this.#inLanguage()),
        this.#mode.of(EditorState.readOnly.of(readOnly)),
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        json(),
        search({ top: true }),
        keymap.of([
          { key: 'Mod-s', run: () => (this.#options.save(), true), preventDefault: true },
          { key: 'Shift-Alt-f', run: () => (this.format(), true) },
          { key: 'Ctrl-Space', run: startCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          // Escape, then Tab, leaves the editor, as CodeMirror documents it.
          indentWithTab,
        ]),
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            const changed = update.state.sliceDoc();
            this.#value = parse(changed) ?? this.#value;
            this.#options.changed(changed);
          }
          if (update.docChanged || update.selectionSet) this.#options.moved(this.#path());
        }),
      ],
    });
  }

  #inLanguage(): Extension {
    const { label, exampleLabel } = this.#options;
    const options: CompletionOptions = { language: this.#language, exampleLabel, value: () => this.#value };
    return [
      EditorState.phrases.of(this.#language === 'sv' ? phrases : {}),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', lang: 'en', spellcheck: 'false' }),
      autocompletion({
        override: [(context) => complete(context, options)],
        icons: false,
        activateOnCompletion: () => true,
      }),
      hoverDocs(options),
    ];
  }

  #path(): (string | number)[] {
    const { state } = this.view;
    return getLocation(state.sliceDoc(), state.selection.main.head).path.filter((step) => step !== '');
  }
}
