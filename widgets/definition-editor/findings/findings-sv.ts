type Sentence = (names: string[], message: string) => string;

const number = (message: string): string => /-?\d[\d.,]*/.exec(message)?.[0] ?? '';
const last = (message: string): string =>
  message
    .match(/-?\d[\d.,]*/g)
    ?.at(-1)
    ?.replace(/\.$/, '') ?? '';
const kinds: Record<string, string> = {
  'a text': 'en text',
  'a number': 'ett tal',
  'a whole number': 'ett heltal',
  'true or false': 'sant eller falskt',
  'a list': 'en lista',
  'an object': 'ett objekt',
  null: 'null',
  nothing: 'inget',
};
const kind = (words: string): string =>
  (kinds[words] ? [words] : words.split(' or ')).map((one) => kinds[one] ?? one).join(' eller ');

const syntax: Record<string, string> = {
  'This word is not JSON. Texts stand in double quotes.': 'Ordet är inte JSON. Texter står inom citattecken.',
  'Texts stand in double quotes: "…", not \'…\'.': 'Texter står inom citattecken: "…", inte \'…\'.',
  'These are typographic quotation marks. Write straight ones: "…".':
    'Det här är typografiska citattecken. Skriv raka: "…".',
  'Keys stand in double quotes, too.': 'Också namn står inom citattecken.',
  'Write true, in small letters.': 'Skriv true, med små bokstäver.',
  'Write false, in small letters.': 'Skriv false, med små bokstäver.',
  'Write null, in small letters.': 'Skriv null, med små bokstäver.',
  'Between a key and its value stands ":".': 'Mellan namn och värde står ”:”.',
  'A number is written without "+".': 'Ett tal skrivs utan ”+”.',
  'A decimal mark in JSON is a point, as in 5.5.': 'Decimaltecknet i JSON är en punkt, som i 5.5.',
  'This is not how JSON writes a number.': 'Så skrivs inte ett tal i JSON.',
  'This comma is one too many.': 'Det här kommat är ett för mycket.',
  'Here a key in double quotes is expected.': 'Här väntas ett namn inom citattecken.',
  'Here a value is expected.': 'Här väntas ett värde.',
  'Here a ":" is expected between key and value.': 'Här väntas ett ”:” mellan namn och värde.',
  'A ":" does not fit here; perhaps a "{" is missing before the key.':
    'Ett ”:” passar inte här; kanske saknas en ”{” före namnet.',
  'Here a "," is missing.': 'Här saknas ett komma.',
  'A "}" is missing.': 'Det saknas en ”}”.',
  'A "]" is missing.': 'Det saknas en ”]”.',
  'Here the text should end; perhaps there is a bracket too many before it.':
    'Här borde texten sluta; kanske är det en klammer för mycket före.',
  'JSON has no comments. Use "description" to explain something.':
    'JSON har inga kommentarer. Förklara i ”description” i stället.',
  'This text has no closing quote on its line. A line break inside a text is written as \\n.':
    'Texten saknar citattecken i slutet på raden. Radbrytning i en text skrivs \\n.',
  'The text is empty. A definition begins with "{".': 'Texten är tom. En definition börjar med ”{”.',
  'This is no text in UTF-8. Save the file as UTF-8.': 'Det här är ingen text i UTF-8. Spara filen som UTF-8.',
  'Here stands a character that could not be read. Save the file as UTF-8.':
    'Här står ett tecken som inte kunde läsas. Spara filen som UTF-8.',
};

/** The sentences of findings in Swedish, by code; `names` are what the English sentence quotes. */
export const findingsSv: Partial<Record<string, Sentence>> = {
  too_large: () => 'Texten är för stor. Dela processen i två som startar varandra.',
  nesting_too_deep: (_, message) => `Klamrarna är nästlade mer än ${number(message)} djupt.`,
  syntax: (_, message) => syntax[message] ?? 'Det här går inte att läsa som JSON.',
  key_duplicate: ([name]) => `”${name}” står två gånger i samma objekt; bara det sista skulle räknas.`,
  key_forbidden: ([name]) => `”${name}” kan inte användas som namn.`,
  key_unknown: ([name, owner]) =>
    owner ? `”${name}” är inget som ”${owner}” kan ha.` : `Språket har inget ”${name}” här.`,
  key_missing: (names) =>
    names.length > 1 ? `”${names[0]}” saknar ”${names[1]}”.` : `Definitionen saknar ”${names[0]}”.`,
  name_invalid: ([name]) =>
    `”${name}” kan inte vara ett namn. Namn börjar på en bokstav och har bara a–z, siffror och understreck.`,
  name_reserved: ([name]) => `Uttryck kan inte använda ”${name}”: det är ett ord i deras språk.`,
  type_wrong: ([name], message) => {
    const match = /must be (.+), not (.+)\.$/.exec(message);
    return match ? `”${name}” ska vara ${kind(match[1]!)}, inte ${kind(match[2]!)}.` : 'En definition börjar med ”{”.';
  },
  value_unknown: (names) =>
    names.length > 1 ? `”${names[0]}” kan inte vara ”${names[1]}”.` : `Det finns inget ”${names[0]}” här.`,
  value_malformed: ([name, value]) => `”${name}” är inte rätt skrivet${value ? `: ”${value}”` : ''}.`,
  number_out_of_range: ([name], message) =>
    `”${name}” ska vara ${message.includes('at most') ? 'högst' : message.includes('more than') ? 'mer än' : 'minst'} ${last(message)}.`,
  size_wrong: ([name], message) =>
    message.includes('twice')
      ? `”${name}” har samma sak två gånger.`
      : `”${name}” ska ha ${message.includes('at least') ? 'minst' : 'högst'} ${last(message)}.`,
  role_unknown: ([name]) => `Det finns ingen roll ”${name}”.`,
  status_unknown: ([name]) => `Det finns ingen status ”${name}”.`,
  template_unknown: ([name]) => `Det finns inget brev ”${name}”.`,
  deadline_unknown: ([name]) => `Det finns ingen tidsfrist ”${name}”.`,
  setting_unknown: ([name]) => `Det finns ingen inställning ”${name}”.`,
  context_unknown: ([name]) => `Minnet har inget ”${name}”. Lägg till det i ”context” med sitt första värde.`,
  after_unknown: ([name]) => `”${name}” är varken en tidsfrist eller en tid som P7D, P1M eller PT36H.`,
  target_unknown: ([name]) => `”${name}” leder inte till något läge.`,
  initial_unknown: ([name]) => `Det finns inget läge ”${name}” här.`,
  role_person_missing: ([name]) =>
    `Rollen ”${name}”: ”members” ska vara ”person” när ”person” säger vem, och då ska den stå där.`,
  role_address_missing: ([name]) =>
    `Rollen ”${name}” är någon utanför registret, och ”address” säger inte vart det ska.`,
  address_cannot_act: ([name]) =>
    `”${name}” är utanför registret och kan inte göra något här. Välj en roll med användare.`,
  status_order_repeated: ([name, other]) => `”${name}” har samma ordning som ”${other}”.`,
  status_missing: ([name]) => `Ett ärende i ”${name}” står inte i någon kolumn på tavlan. Lägg till ”status”.`,
  status_unused: ([name]) => `Inget använder statusen ”${name}”.`,
  role_unused: ([name]) => `Inget använder rollen ”${name}”.`,
  template_unused: ([name]) => `Inget skickar brevet ”${name}”.`,
  setting_unused: ([name]) => `Inget uttryck läser inställningen ”${name}”.`,
  initial_missing: ([name]) => `”${name}” har lägen i sig och säger inte vilket som är först. Lägg till ”initial”.`,
  state_type_wrong: ([name, key]) => `”${name}”: ”${key ?? 'type'}” har ingen verkan i ett sådant läge.`,
  too_many_states: (_, message) => `Definitionen har ${number(message)} lägen; högst ${last(message)} går.`,
  states_too_deep: ([name], message) => `”${name}” är nästlat för djupt; högst ${last(message)} går.`,
  always_circle: (_, message) => `Det här leder runt i en cirkel utan slut: ${message.split(': ')[1] ?? ''}`,
  transition_unreachable: () => 'Den här övergången tas aldrig: en före den i listan har inget villkor.',
  chart_invalid: (_, message) => `Diagrammet går inte att köra: ${message}`,
  task_event_unhandled: ([task, event]) => `Uppgiften ”${task}” ger ”${event}”, som inget läge tar emot.`,
  action_event_unhandled: ([name]) => `”${name}” kan aldrig göras: inget läge tar emot det.`,
  event_never_raised: ([name]) =>
    `Ingen uppgift, åtgärd eller aktivitet ger ”${name}”. Kommer det från ett system, lägg det i ”events”.`,
  result_unhandled: ([event, activity]) => `Inget läge tar emot ”${event}”, svaret från ”${activity}”.`,
  event_unhandled: ([name]) => `Inget läge tar emot händelsen ”${name}”.`,
  activity_unknown: ([name]) => `Det finns ingen aktivitet ”${name}”.`,
  activity_unused: ([name]) => `Inget anropar aktiviteten ”${name}”.`,
  call_input_wrong: ([activity, name]) => `Aktiviteten ”${activity}” passar inte med ”${name ?? 'input'}”.`,
  timeout_wrong: ([name]) => `”${name}” är ingen tid. Skriv till exempel PT2H eller P7D.`,
  send_target_wrong: () => 'Det står inte vilket ärende som ska få händelsen. Ange ”to”, eller ”definition” och ”key”.',
  decision_unknown: ([name]) => `Det finns ingen beslutstabell ”${name}”.`,
  decision_unused: ([name]) => `Inget uttryck läser tabellen ”${name}”.`,
  decision_cell: ([name]) => `”${name}” är inget villkor. Skriv till exempel >= 1000, "a", "b" eller [1..5].`,
  decision_column: ([name]) => `Tabellen har ingen kolumn ”${name}”.`,
  decision_gap: ([name], message) =>
    `Ingen regel i ”${name}” säger vad som gäller när ${message.split(' when ')[1] ?? ''} Lägg till en regel eller ”otherwise”.`,
  decision_overlap: ([name], message) =>
    `Två regler i ”${name}” gäller båda när ${message.split(' when ')[1] ?? ''} Gör en av dem snävare.`,
  decision_rule_unreachable: ([name], message) => `Regel ${number(message)} i ”${name}” avgör aldrig något.`,
  decision_circle: ([name]) => `Tabellen ”${name}” bygger på sitt eget svar.`,
  decision_unchecked: ([name]) => `Tabellen ”${name}” har för många fall för att leta luckor i. Dela den i två.`,
  item_missing: ([name]) => `Rollen ”${name}” nämner ”item”, och här finns inget. Lägg till ”each”.`,
  form_field_wrong: ([key]) => `”${key}” passar inte ett sådant fält.`,
  required_unknown: ([name]) => `”${name}” krävs, men det finns inget sådant fält.`,
  default_wrong: ([name]) => `Förvalet för ”${name}” passar inte dess eget schema.`,
  deadline_circle: ([name], message) => `Tidsfristen ”${name}” bygger på sig själv: ${message.split(': ')[1] ?? ''}`,
  deadline_order: ([name]) => `Tidsfristen ”${name}” står efter den här och är inte känd än. Flytta den här nedanför.`,
  deadline_contradiction: ([name]) => `Tidsfristen ”${name}” har både ”at” och ”nextCutOff”. Behåll en av dem.`,
  deadline_needs_period: ([name]) =>
    `Tidsfristen ”${name}” räknas från perioden, men processen har ingen. Lägg till ”recurrence” eller räkna från ”opened”.`,
  reminders_without_due: ([name]) => `Uppgiften ”${name}” har påminnelser men ingen sista dag. Lägg till ”due”.`,
  quiet_hours_empty: () => 'Den tysta tiden börjar och slutar samtidigt, så den finns inte.',
  digest_unknown: ([name]) => `”${name}” är ingen samling: now, daily, weekly, monthly eller never.`,
  channel_unreachable: ([name]) => `Ingen i ”${name}” kan nås den vägen.`,
  expression_syntax: ([sign], message) =>
    sign && message.includes('missing')
      ? `Uttrycket går inte att läsa: ”${sign}” saknas.`
      : 'Uttrycket går inte att läsa. Texter i uttryck står inom citattecken, ”och” är &&, ”eller” är ||, ”inte” är !.',
  expression_unknown_name: ([name, owner]) =>
    owner ? `Det finns inget ”${name}” i ”${owner}”.` : `Det finns inget ”${name}” här.`,
  expression_type: (_, message) => `Det här går inte ihop: ${message.split(': ')[1] ?? message}`,
  expression_result: () => 'Uttrycket ger fel sorts värde här.',
  expression_too_complex: () => 'Uttrycket är för stort. Dela det, eller spara en del av resultatet i minnet.',
  expression_forbidden: () => 'Mönster (regex) finns inte i språket. Använd startsWith, endsWith eller contains.',
  text_template: () => 'Det här ”${” saknar ”}”.',
  text_unfilled: () => 'Det här visas som det står; inget fylls i.',
  text_instant: () => 'Det här blir en tidpunkt i UTC i texten. Skriv dates.namn i stället för deadlines.namn.',
  too_many_findings: () => 'Bara de första 300 fynden visas.',
};
