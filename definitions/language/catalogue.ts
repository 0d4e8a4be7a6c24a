/** Every code of a finding, explained once: for the reference, the editor and the command line. */
export interface CodeEntry {
  severity: 'error' | 'warning';
  title: string;
  explanation: string;
  whatToDo: string;
}

const entry = (severity: CodeEntry['severity'], title: string, explanation: string, whatToDo: string): CodeEntry => ({
  severity,
  title,
  explanation,
  whatToDo,
});
const error = entry.bind(null, 'error');
const warning = entry.bind(null, 'warning');

export const catalogue = {
  // The text
  too_large: error('Too large', 'A definition has at most 512 kB.', 'Split the process in two that start each other.'),
  nesting_too_deep: error(
    'Nested too deep',
    'Brackets are nested more than 100 deep.',
    'Remove the superfluous brackets.',
  ),
  syntax: error(
    'Not JSON',
    'The text cannot be read as JSON.',
    'Correct it at the marked place; the finding says what is expected there.',
  ),
  key_duplicate: error(
    'Key twice',
    'A key stands twice in the same object, and all but the last would be lost.',
    'Rename or remove one of them.',
  ),
  key_forbidden: error(
    'Key not allowed',
    'The names __proto__, constructor and prototype mean something to JavaScript and are refused everywhere.',
    'Choose another name.',
  ),
  // The schema
  key_unknown: error(
    'Unknown key',
    'The language has no such key at this place. Nothing that is written is ignored.',
    'Correct the spelling or remove it.',
  ),
  key_missing: error('Key missing', 'Something that must be said is not said.', 'Add the key.'),
  name_invalid: error(
    'Not a name',
    'Names have letters a–z, digits and underscores (states, events, roles, statuses and templates also hyphens), begin with a letter and have at most 64 characters.',
    'Choose another name.',
  ),
  name_reserved: error(
    'Reserved name',
    'Expressions cannot use this name, because it is a word of the expression language.',
    'Choose another name.',
  ),
  type_wrong: error(
    'Wrong kind of value',
    'A text stands where a number is expected, or the like.',
    'Write a value of the kind that the finding names.',
  ),
  value_unknown: error(
    'Value not known',
    'Only certain values may stand here.',
    'Choose one of those that the finding lists.',
  ),
  value_malformed: error(
    'Not written right',
    'The value has another form than is expected here.',
    'Write it as in the example.',
  ),
  number_out_of_range: error(
    'Number out of range',
    'The number is too small or too large.',
    'Choose one within the bounds.',
  ),
  size_wrong: error(
    'Too long or too short',
    'A text, list or object has too few or too many parts.',
    'Shorten or complete it.',
  ),
  // Names that lead nowhere
  role_unknown: error('Unknown role', 'The role is not among `roles`.', 'Declare it, or name another.'),
  status_unknown: error('Unknown status', 'The status is not among `statuses`.', 'Declare it, or name another.'),
  template_unknown: error('Unknown template', 'The template is not among `templates`.', 'Declare it, or name another.'),
  deadline_unknown: error('Unknown deadline', 'The deadline is not among `deadlines`.', 'Declare it, or name another.'),
  setting_unknown: error('Unknown setting', 'The setting is not among `settings`.', 'Declare it, or name another.'),
  context_unknown: error(
    'Unknown key of the context',
    'The instance remembers nothing by this name.',
    'Add it to `context` with its first value, or name another.',
  ),
  after_unknown: error(
    'Neither deadline nor duration',
    'A delay is the name of a deadline or an ISO 8601 duration such as P7D, P1M or PT36H, at most 50 years.',
    'Correct the name or the duration.',
  ),
  target_unknown: error(
    'Unknown state',
    'A transition leads to a state that does not exist.',
    'Name a state beside this one, a sub-state as `.name`, or a path from the top as `#id.path`.',
  ),
  initial_unknown: error(
    'Unknown first state',
    '`initial` names no sub-state of this state.',
    'Name one of its states.',
  ),
  // Roles and statuses
  role_person_missing: error(
    'Nobody is named',
    'A role with `members: person` needs `person`, and only such a role may have it.',
    'Add `person`, or choose other members.',
  ),
  role_address_missing: error(
    'No address',
    'A role with `members: address` needs `address`, and only such a role may have it.',
    'Add `address`, or choose other members.',
  ),
  address_cannot_act: error(
    'Nobody here can do it',
    'Somebody outside the directory is told of things and cannot log in, so that no action and no escalation can be theirs.',
    'Name a role of users, or let a system raise the event.',
  ),
  startable_unfit: error(
    'Nobody can start it so',
    'Before an instance is there nobody is a person in it; and only a text of the input can be filled in.',
    'Name a role of a group, or a property of the input that is a text.',
  ),
  status_order_repeated: error(
    'Same place twice',
    'Two statuses have the same `order`, so that nobody can say which column comes first.',
    'Give each status its own number.',
  ),
  status_missing: warning(
    'State without a status',
    'An instance in this state stands in no column of the board.',
    'Give the state, or one around it, a `status`.',
  ),
  status_unused: warning('Status never used', 'No state has this status.', 'Use it or remove it.'),
  role_unused: warning('Role never used', 'No task, action or notice names this role.', 'Use it or remove it.'),
  template_unused: warning('Template never used', 'Nothing sends this mail.', 'Use it or remove it.'),
  setting_unused: warning('Setting never used', 'No expression reads this setting.', 'Use it or remove it.'),
  // The chart
  initial_missing: error(
    'First state missing',
    'A state with sub-states needs `initial`, unless it is parallel.',
    'Name the sub-state that is entered first.',
  ),
  state_type_wrong: error(
    'Type does not fit',
    'A simple, final or history state has no sub-states, a final state does nothing more, a parallel state needs sub-states and enters them all.',
    'Change the type or move what does not fit.',
  ),
  too_many_states: error(
    'Too many states',
    'A definition has at most 300 states.',
    'Split the process in two that start each other.',
  ),
  states_too_deep: error('States nested too deep', 'States are nested at most 8 deep.', 'Flatten the states.'),
  always_circle: error(
    'Endless circle',
    'Transitions without event and guard lead in a circle; the instance would never come to rest.',
    'Give one of them a guard, or let it wait for an event.',
  ),
  transition_unreachable: warning(
    'Never taken',
    'A transition before this one in the list has no guard, so this one is never taken.',
    'Put the one without a guard last.',
  ),
  chart_invalid: error(
    'Chart not accepted',
    'The statechart interpreter refuses the definition.',
    'Follow what the finding says.',
  ),
  // Events
  task_event_unhandled: error(
    'Task cannot be performed',
    'No state that is active together with the task handles its event.',
    'Add the event to `on` of the state, or correct its name.',
  ),
  action_event_unhandled: error(
    'Action can never be done',
    'No state in the reach of the action handles its event.',
    'Add the event to `on` of a state, or correct its name.',
  ),
  event_never_raised: warning(
    'Nobody raises the event',
    'No task, action or call raises this event. It can only come from another instance or through the API.',
    'Add a task or an action for it, correct its name, or leave it if a system raises it.',
  ),
  result_unhandled: warning(
    'Answer is not handled',
    'The event that an activity answers with is handled by no state.',
    'Add the event to `on`, or correct its name.',
  ),
  event_unhandled: warning(
    'Event is not handled',
    'A declared event is handled by no state.',
    'Add the event to `on`, correct its name, or remove it.',
  ),
  // Calls and sending
  activity_unknown: error(
    'Unknown activity',
    'The activity is not among `activities`.',
    'Declare it with its input and result, or name another.',
  ),
  activity_unused: warning('Activity never called', 'No `call` names this activity.', 'Call it or remove it.'),
  call_input_wrong: error(
    'Input does not fit the activity',
    'A call gives what the activity does not take, or lacks what it needs.',
    'Correct the names; the port in `activities` lists them.',
  ),
  timeout_wrong: error(
    'Time-out does not work',
    'A time-out is an ISO 8601 duration of at most ten years and needs somebody who waits for it: `timeout` and `timedOut` belong together.',
    'Correct the duration, or add what is missing.',
  ),
  send_target_wrong: error(
    'Unclear who gets the event',
    'An event is sent either to the instance that `to` gives, or to the one that `definition` and `key` name.',
    'Give one of the two.',
  ),
  // Decision tables
  decision_unknown: error('Unknown table', 'The table is not among `decisions`.', 'Declare it, or name another.'),
  decision_unused: warning('Table never read', 'No expression reads this table.', 'Use it or remove it.'),
  decision_cell: error(
    'Cell cannot be read',
    'A cell of `when` is a value, a comparison, a range, several of them with commas, `not(…)` around them, or `-`.',
    'Correct it at the marked place. Texts stand in double quotes.',
  ),
  decision_column: error(
    'Column does not exist',
    'A rule asks an input or answers an output that the table does not have, or leaves an output out.',
    'Correct the name; each rule answers every output.',
  ),
  decision_gap: error(
    'Case that no rule covers',
    'There is a combination of inputs for which the table has no answer.',
    'Add a rule for it, or `otherwise`.',
  ),
  decision_overlap: error(
    'Case that two rules cover',
    'With the hit policy `unique` no two rules may fit the same case.',
    'Narrow one of them, or choose `first` or `collect`.',
  ),
  decision_rule_unreachable: warning(
    'Rule never decides',
    'Every case that this rule fits is decided by a rule above it, or no value passes its tests.',
    'Move it up, correct it or remove it.',
  ),
  decision_circle: error(
    'Table depends on itself',
    'The answer of a table is needed, by way of others, to work it out.',
    'Let it ask something else.',
  ),
  decision_unchecked: warning(
    'Table too large to look through',
    'Gaps and overlaps are looked for in tables of up to 50,000 cases.',
    'Split the table.',
  ),
  // Tasks for the items of a list
  item_missing: error(
    'No item here',
    'The role names `item`, and only a task with `each` has one.',
    'Give the task `each`, or use another role.',
  ),
  // Forms and settings
  form_field_wrong: error(
    'Field cannot be shown',
    'The keywords of a field do not fit its kind, or it has none.',
    'Correct the keywords; the finding says which.',
  ),
  required_unknown: error(
    'Required field does not exist',
    '`required` names a field that the form does not have.',
    'Correct the name or add the field.',
  ),
  default_wrong: error(
    'Default does not fit',
    'The default of a setting does not fit its own schema.',
    'Correct the default or the schema.',
  ),
  // Deadlines and reminders
  deadline_circle: error(
    'Deadlines in a circle',
    'A deadline is counted, by way of others, from itself.',
    'Let one of them start from something else.',
  ),
  deadline_order: error(
    'Deadline used before it is known',
    'An expression in a rule sees only the deadlines that stand before it.',
    'Move the rule below the deadline that it uses.',
  ),
  deadline_contradiction: error(
    'Rule contradicts itself',
    '`at` and `nextCutOff` both say at what time the moment falls.',
    'Keep one of them.',
  ),
  deadline_needs_period: warning(
    'Perhaps no period to count from',
    'The deadline starts from the period, but the process has no recurrence: whoever starts an instance must give it a period, or it will not open.',
    'Add `recurrence`, or start from something else, such as `opened`.',
  ),
  reminders_without_due: error(
    'Reminders without a due date',
    'Reminders are counted from the due date of the task, which has none.',
    'Give the task `due`.',
  ),
  // Notices
  quiet_hours_empty: error(
    'No quiet hours',
    '`from` and `to` are the same time.',
    'Let them end at another time, or remove them.',
  ),
  digest_unknown: error(
    'Not a digest',
    'A digest is `now`, `daily`, `weekly`, `monthly` or `never`, and a setting that says which must allow nothing else.',
    'Choose one of them, or give the schema of the setting an `enum` of them.',
  ),
  channel_unreachable: warning(
    'Nobody is reached',
    'The portal is for users, and a text message needs an address with `phone`.',
    'Leave the channel out, or give the role an address with `phone`.',
  ),
  // Expressions
  expression_syntax: error(
    'Expression cannot be read',
    'The text is not CEL.',
    'Correct it at the marked place. Texts in expressions stand in double or single quotes, "and" is &&, "or" is ||, "not" is !.',
  ),
  expression_unknown_name: error(
    'Unknown name in an expression',
    'The expression names something that does not exist here.',
    'Correct the name. The section on expressions lists what there is.',
  ),
  expression_type: error(
    'Kinds do not fit together',
    'The expression compares or combines values of different kinds, or calls a function that does not take them.',
    'Convert one of them, or correct the name.',
  ),
  expression_result: error(
    'Expression gives the wrong kind',
    'The expression gives another kind of value than is needed here.',
    'Let it give what the finding asks for.',
  ),
  guard_constant: error(
    'Guard that decides nothing',
    'A guard, or one side of && or || in it, comes out the same whatever happens, so that a way is always or never taken.',
    'Compare with something that changes, or remove it.',
  ),
  expression_too_complex: error(
    'Expression too large',
    'Expressions are bounded, so that none can be slow.',
    'Split it, or keep a part of the result in the context.',
  ),
  expression_forbidden: error(
    'Not part of the language',
    'Regular expressions can be made to run for ever and are left out.',
    'Use startsWith, endsWith or contains.',
  ),
  text_template: error(
    'Text cannot be filled in',
    'A `${` has no closing `}`.',
    'Close it, or write $${ for a plain ${.',
  ),
  text_unfilled: warning(
    'Text that is not filled in',
    'Something looks as if it should be filled in and is shown as it is: braces without `$`, or `${…}` where nothing is filled in.',
    'Write `${…}`. Titles of tasks, mails, the label and the key are filled in; buttons, headings and titles of roles and statuses are not.',
  ),
  text_instant: warning(
    'Instant in a text',
    'A moment in a text is written in UTC, as 2026-11-05T23:00:00.000Z.',
    'Use dates.name or date(…) to have it written out as a day.',
  ),
  too_many_findings: warning(
    'More than can be shown',
    'Only the first 300 findings are listed.',
    'Correct these first.',
  ),
} satisfies Record<string, CodeEntry>;

export type FindingCode = keyof typeof catalogue;
