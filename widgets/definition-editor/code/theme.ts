import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the colours of the page. CodeMirror puts these rules in a constructed sheet of the shadow root. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'inherit', backgroundColor: 'transparent', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--_accent)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--_accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--_accent) 20%, transparent)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--_accent) 6%, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--_surface)',
    color: 'color-mix(in srgb, var(--_on-surface) 72%, transparent)',
    borderRight: '1px solid var(--_border)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--_accent) 10%, var(--_surface))' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--_accent) 18%, transparent)',
    outline: '1px solid color-mix(in srgb, var(--_accent) 45%, transparent)',
  },
  '.cm-foldPlaceholder': {
    padding: '0 .4em',
    border: '1px solid var(--_border)',
    backgroundColor: 'var(--_hover)',
    color: 'inherit',
  },
  '.cm-tooltip': {
    maxWidth: 'min(34em, 92vw)',
    border: '1px solid var(--_border)',
    borderRadius: 'calc(var(--_radius) * .75)',
    backgroundColor: 'var(--_surface)',
    color: 'var(--_on-surface)',
    boxShadow: '0 .6em 2em rgb(0 0 0 / .16)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '17em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '.25em .7em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--_accent)',
    color: 'var(--_on-accent)',
  },
  '.cm-completionDetail': { marginLeft: '.9em', fontStyle: 'normal', opacity: '.75' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionInfo': { width: '22em', maxWidth: '60vw' },
  '.cm-diagnostic': { padding: '.5em .8em', borderLeftWidth: '3px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--_danger)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--_warning)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    // CodeMirror's own wave is a picture in the style sheet, which a page may refuse.
    backgroundImage: 'none',
    textDecoration: 'underline wavy 1px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--_danger)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--_warning)' },
  '.cm-lint-marker': { width: '.6em', height: '.6em', borderRadius: '50%' },
  '.cm-lint-marker-error': { content: 'none', backgroundColor: 'var(--_danger)' },
  '.cm-lint-marker-warning': { content: 'none', backgroundColor: 'var(--_warning)' },
  '.cm-panels': { backgroundColor: 'var(--_surface)', color: 'var(--_on-surface)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--_border)' },
  '.cm-panel.cm-search': { padding: '.5em 2.2em .5em .7em', fontSize: '13px' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--_warning) 28%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--_warning) 55%, transparent)' },
  '.cm-textfield': { border: '1px solid var(--_control)', borderRadius: '4px', backgroundColor: 'transparent' },
  '.cm-button': {
    border: '1px solid var(--_border)',
    borderRadius: '4px',
    backgroundImage: 'none',
    background: 'transparent',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--_code-key)' },
  { tag: tags.string, color: 'var(--_code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--_code-value)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--_muted)' },
]);

export const theme = [look, syntaxHighlighting(colours)];
