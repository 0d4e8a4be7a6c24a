/** What CodeMirror itself says, in Swedish. The keys are its English words. */
export const phrases: Record<string, string> = {
  // @codemirror/view
  'Control character': 'Styrtecken',
  // @codemirror/commands
  'Selection deleted': 'Markeringen togs bort',
  // @codemirror/language
  'Folded lines': 'Hopfällda rader',
  'Unfolded lines': 'Utfällda rader',
  to: 'till',
  'folded code': 'hopfälld text',
  unfold: 'fäll ut',
  'Fold line': 'Fäll ihop',
  'Unfold line': 'Fäll ut',
  // @codemirror/search
  'Go to line': 'Gå till rad',
  go: 'gå',
  Find: 'Sök',
  Replace: 'Ersätt',
  next: 'nästa',
  previous: 'föregående',
  all: 'alla',
  'match case': 'skilj på stora och små',
  'by word': 'hela ord',
  replace: 'ersätt',
  'replace all': 'ersätt alla',
  regexp: 'mönster',
  close: 'stäng',
  'current match': 'den här träffen',
  'replaced $ matches': '$ träffar ersattes',
  'replaced match on line $': 'träffen på rad $ ersattes',
  'on line': 'på rad',
  // @codemirror/autocomplete
  Completions: 'Förslag',
  // @codemirror/lint
  Diagnostics: 'Fynd',
  'No diagnostics': 'Inga fynd',
};
