/**
 * What the check says, in Swedish. As with gettext, the English sentence is the key: `{x}` stands for a value that is
 * taken over, `{kind…}` for one whose words are translated, too. The JSON words stay as they are written.
 */
import type { Text } from './types.ts';

const SENTENCES: Record<string, string> = {
  // The text
  'The definition is larger than {n} kB.': 'Definitionen är större än {n} kB.',
  'Split the process in two that start each other.': 'Dela processen i två som startar varandra.',
  'Brackets are nested more than {n} deep here.': 'Parenteserna är nästlade mer än {n} djupt här.',
  'The text is empty. A definition begins with "{".': 'Texten är tom. En definition börjar med "{".',
  'This is no text in UTF-8. Save the file as UTF-8.': 'Det här är ingen text i UTF-8. Spara filen som UTF-8.',
  'Here stands a character that could not be read. Save the file as UTF-8.':
    'Här står ett tecken som inte gick att läsa. Spara filen som UTF-8.',
  'A decimal mark in JSON is a point, as in 5.5.': 'Decimaltecknet i JSON är en punkt, som i 5.5.',
  'This comma is one too many.': 'Det här kommat är ett för mycket.',
  'A ":" does not fit here; perhaps a "{" is missing before the key.':
    'Ett ":" passar inte här; kanske saknas ett "{" före nyckeln.',
  'This is not JSON.': 'Det här är inte JSON.',
  'Here stands an invisible character ({point}). Write an ordinary space instead.':
    'Här står ett osynligt tecken ({point}). Skriv ett vanligt mellanslag i stället.',
  'These are typographic quotation marks. Write straight ones: "…".':
    'Det här är typografiska citattecken. Skriv raka: "…".',
  'Texts stand in double quotes: "…", not \'…\'.': 'Texter står inom dubbla citattecken: "…", inte \'…\'.',
  'Write {word}, in small letters.': 'Skriv {word}, med små bokstäver.',
  'Between a key and its value stands ":".': 'Mellan en nyckel och dess värde står ":".',
  'A number is written without "+".': 'Ett tal skrivs utan "+".',
  'Keys stand in double quotes, too.': 'Också nycklar står inom dubbla citattecken.',
  'This word is not JSON. Texts stand in double quotes.': 'Ordet är inte JSON. Texter står inom dubbla citattecken.',
  'This is not how JSON writes a number.': 'Så skrivs inte ett tal i JSON.',
  'Here a key in double quotes is expected.': 'Här ska det stå en nyckel inom dubbla citattecken.',
  'Here a value is expected.': 'Här ska det stå ett värde.',
  'Here a ":" is expected between key and value.': 'Här ska det stå ":" mellan nyckel och värde.',
  'Here a "," is missing.': 'Här saknas ett komma.',
  'A "}" is missing.': 'Det saknas ett "}".',
  'A "]" is missing.': 'Det saknas ett "]".',
  'Here the text should end; perhaps there is a bracket too many before it.':
    'Här borde texten sluta; kanske står det en parentes för mycket före.',
  'JSON has no comments. Use "description" to explain something.':
    'JSON har inga kommentarer. Förklara i "description" i stället.',
  'A comment begins here and does not end. JSON has no comments.':
    'Här börjar en kommentar som inte slutar. JSON har inga kommentarer.',
  'This text has no closing quote on its line. A line break inside a text is written as \\n.':
    'Texten saknar citattecken i slutet av raden. En radbrytning inne i en text skrivs \\n.',
  'This number is not finished.': 'Talet är inte färdigskrivet.',
  'This is not a character code. Write \\u and four hexadecimal digits.':
    'Det här är ingen teckenkod. Skriv \\u och fyra hexadecimala siffror.',
  'After "\\" only one of " \\ / b f n r t u may stand.': 'Efter "\\" får bara något av " \\ / b f n r t u stå.',
  'A line break or control character inside a text is written as \\n or \\t.':
    'En radbrytning eller ett styrtecken inne i en text skrivs \\n eller \\t.',
  '"{name}" cannot be used as a name.': '"{name}" kan inte användas som namn.',
  '"{name}" stands twice in the same object; only the last one would count.':
    '"{name}" står två gånger i samma objekt; bara den sista skulle räknas.',
  'There are at least {n} more findings.': 'Det finns minst {n} anmärkningar till.',
  // Suggestions
  'Did you mean "{name}"?': 'Menade du "{name}"?',
  'Did you mean "{name}"? The name here has {point} in it, which is not the letter that it looks like.':
    'Menade du "{name}"? Namnet här innehåller {point}, som inte är den bokstav som det ser ut som.',
  'There is {names} and more.': 'Det finns bland annat {names}.',
  'There is no {kind} "{name}".': '{kindNone} "{name}".',
  'There is {names}.': 'Det finns {names}.',
  'Write {value} without quotes.': 'Skriv {value} utan citattecken.',
  'Write it as {value}.': 'Skriv till exempel {value}.',
  'Write "{sign}" for "{word}".': 'Skriv "{sign}" för "{word}".',
  'Write for example >= 1000, "a", "b" or [1..5].': 'Skriv till exempel >= 1000, "a", "b" eller [1..5].',
  'Write {value}.': 'Skriv {value}.',
  'For example {value}.': 'Till exempel {value}.',
  'For example {value}': 'Till exempel {value}',
  'Keep one of them.': 'Behåll en av dem.',
  // The schema
  'A definition is a JSON object: it begins with "{".': 'En definition är ett JSON-objekt: den börjar med "{".',
  'A definition has no key "{name}".': 'En definition har ingen nyckel "{name}".',
  '"{name}" is not a key that {kindOwner} can have.': '"{name}" är ingen nyckel som {kindOwner} kan ha.',
  'The keys are months, "1" to "12".': 'Nycklarna är månader, "1" till "12".',
  '{kindWhat} lacks "{name}".': '{kindWhat} saknar "{name}".',
  '"{name}" cannot be used as a name here.': '"{name}" kan inte vara ett namn här.',
  'A name begins with a letter and has letters a–z, digits and underscores, at most 64.':
    'Ett namn börjar med en bokstav och består av bokstäverna a–z, siffror och understreck, högst 64 tecken.',
  '"{name}" is neither a deadline nor an ISO 8601 duration such as P7D.':
    '"{name}" är varken en tidsfrist eller en tidslängd enligt ISO 8601, som P7D.',
  '{kindWhat} must be {kindWanted}, not {kindGiven}.': '{kindWhat} ska vara {kindWanted}, inte {kindGiven}.',
  'There is no effect of type {value}.': 'Det finns ingen effekt av typen {value}.',
  '{kindWhat} cannot be {value}.': '{kindWhat} kan inte vara {value}.',
  'Another deadline is {value}.': 'En annan tidsfrist skrivs {value}.',
  '{kindWhat} must be {value}.': '{kindWhat} ska vara {value}.',
  '{kindWhat} is not written right: {value}.': '{kindWhat} är inte rätt skrivet: {value}.',
  '{kindWhat} is {value}; it must be more than {limit}.': '{kindWhat} är {value}; det ska vara mer än {limit}.',
  '{kindWhat} is {value}; it must be at least {limit}.': '{kindWhat} är {value}; det ska vara minst {limit}.',
  '{kindWhat} is {value}; it must be at most {limit}.': '{kindWhat} är {value}; det får vara högst {limit}.',
  '{kindWhat} must have at least {n} {kindParts}.': '{kindWhat} ska ha minst {n} {kindParts}.',
  '{kindWhat} may have at most {n} {kindParts}.': '{kindWhat} får ha högst {n} {kindParts}.',
  '{kindWhat} has the same item twice.': 'I {kindWhat} står samma sak två gånger.',
  '{kindWhat} does not fit: {reason}.': '{kindWhat} passar inte här: {reason}.',
  'Expressions could not use "{name}": it is a word of their language.':
    'Uttryck kan inte använda "{name}": det är ett ord i deras språk.',
  // Names
  'Nothing uses the {kind} "{name}".': 'Inget använder {kindThe} "{name}".',
  'The role "{name}" names "item", and here is none.': 'Rollen "{name}" nämner "item", och här finns ingen.',
  'Add "each", or use another role.': 'Lägg till "each", eller använd en annan roll.',
  'The task "{name}" has reminders and no due date to count from.':
    'Uppgiften "{name}" har påminnelser men ingen sista dag att räkna från.',
  'Add {value}.': 'Lägg till {value}.',
  'Add a rule, or "otherwise".': 'Lägg till en regel, eller "otherwise".',
  'Add {value} to {place}.': 'Lägg till {value} i {place}.',
  'Add "{name}" to "{place}" with its first value.': 'Lägg till "{name}" i "{place}" med sitt första värde.',
  'Add "{event}" to "on" of this state.': 'Lägg till "{event}" under "on" i det här läget.',
  'Add "recurrence", or start from "opened".': 'Lägg till "recurrence", eller räkna från "opened".',
  'Add "type", for example "string".': 'Lägg till "type", till exempel "string".',
  '"{text}" is longer than {n} years.': '"{text}" är längre än {n} år.',
  '"{text}" is not a duration. Write it in ISO 8601 with whole numbers, for example P7D, P1M or PT36H.':
    '"{text}" är ingen tidslängd. Skriv den enligt ISO 8601 med heltal, till exempel P7D, P1M eller PT36H.',
  'The role "{name}" is one person, and "person" does not say who.':
    'Rollen "{name}" är en viss person, men "person" säger inte vem.',
  'The role "{name}" names a person, but its members are "{members}".':
    'Rollen "{name}" pekar ut en person, men dess "members" är "{members}".',
  'The role "{name}" is outside the directory, and "address" does not say where.':
    'Rollen "{name}" är någon utanför registret, och "address" säger inte hur de nås.',
  'The role "{name}" has an address, but its members are "{members}".':
    'Rollen "{name}" har en adress, men dess "members" är "{members}".',
  '"{name}" has the same order as "{other}".': '"{name}" har samma ordning som "{other}".',
  'An instance in "{state}" stands in no column of the board.':
    'Ett ärende i "{state}" står inte i någon kolumn på tavlan.',
  'The deadline "{name}" has both "at" and "nextCutOff".': 'Tidsfristen "{name}" har både "at" och "nextCutOff".',
  'The deadline "{name}" starts from the period, but nothing gives the process one.':
    'Tidsfristen "{name}" räknas från perioden, men processen får ingen period.',
  'The deadline "{name}" depends on itself: {circle}.': 'Tidsfristen "{name}" bygger på sig själv: {circle}.',
  'The deadline "{name}" depends on itself.': 'Tidsfristen "{name}" bygger på sig själv.',
  'The deadline "{name}" stands after this one, and so is not known here.':
    'Tidsfristen "{name}" står efter den här och är därför inte känd här.',
  'Move this rule below "{name}".': 'Flytta den här regeln nedanför "{name}".',
  // The chart
  'The definition has {n} states; at most {most} are taken.': 'Definitionen har {n} lägen; högst {most} går.',
  '"{state}" is nested {n} deep; at most {most} is taken.': '"{state}" är nästlat {n} djupt; högst {most} går.',
  '"{state}" is {type} but has no sub-states.': '"{state}" är {type} men har inga underlägen.',
  '"{state}" is {type} and cannot have sub-states.': '"{state}" är {type} och kan inte ha underlägen.',
  '"{state}" is {type}; "{key}" would never have an effect there.':
    '"{state}" är {type}; "{key}" skulle aldrig ha någon verkan där.',
  'A state has no "target"; only a history state has.': 'Ett läge har ingen "target"; bara ett historikläge har det.',
  'To go on at once, write "always"; on an event, write it under "on".':
    'För att gå vidare direkt: skriv "always"; vid en händelse: skriv det under "on".',
  '"history" needs "type": "history".': '"history" kräver "type": "history".',
  '"initial" stands in a state without sub-states.': '"initial" står i ett läge utan underlägen.',
  'There is no sub-state "{name}".': 'Det finns inget underläge "{name}".',
  '"{state}" has sub-states and does not say which one is entered first.':
    '"{state}" har underlägen men säger inte vilket som kommer först.',
  '"{state}" has nothing to go back to the first time.': '"{state}" har inget att gå tillbaka till första gången.',
  'Let "target" name a state beside it that is no history state.':
    'Låt "target" peka på ett läge bredvid som inte är ett historikläge.',
  '"{target}" leads to no state.': '"{target}" leder inte till något läge.',
  'This transition is never taken: number {n} of the list has no guard.':
    'Den här övergången tas aldrig: nummer {n} i listan har inget villkor.',
  'This is always true.': 'Det här är alltid sant.',
  'This is never true.': 'Det här är aldrig sant.',
  'Compare with something that changes, or remove it.': 'Jämför med något som ändras, eller ta bort det.',
  'This leads in an endless circle: {circle}.': 'Det här går runt utan slut: {circle}.',
  'The task "{name}" raises "{event}", which only states elsewhere handle.':
    'Uppgiften "{name}" ger "{event}", som bara lägen på andra ställen tar emot.',
  'The task "{name}" raises "{event}", which no state handles.':
    'Uppgiften "{name}" ger "{event}", som inget läge tar emot.',
  'The action "{event}" can never be done: only states elsewhere handle it.':
    'Åtgärden "{event}" kan aldrig göras: bara lägen på andra ställen tar emot den.',
  'The action "{event}" can never be done: no state handles it.':
    'Åtgärden "{event}" kan aldrig göras: inget läge tar emot den.',
  'No state handles "{event}", the answer of "{activity}".': 'Inget läge tar emot "{event}", svaret från "{activity}".',
  'No state handles the event "{event}".': 'Inget läge tar emot händelsen "{event}".',
  'No task, action or call raises "{event}".': 'Ingen uppgift, åtgärd eller aktivitet ger "{event}".',
  'If a system raises it, add it to "events".': 'Om ett system skickar den, lägg till den i "events".',
  // Calls and sending
  'Nothing calls the activity "{name}".': 'Inget anropar aktiviteten "{name}".',
  'There is no activity "{name}".': 'Det finns ingen aktivitet "{name}".',
  'When the time-out passes, nothing happens: no answer is taken any more, and no event comes.':
    'När tidsgränsen passerar händer inget: inget svar tas emot längre, och ingen händelse kommer.',
  '"{event}" never comes: the call has no "timeout".': '"{event}" kommer aldrig: anropet har ingen "timeout".',
  'The activity "{activity}" takes no "{name}".': 'Aktiviteten "{activity}" tar inte emot "{name}".',
  'The activity "{activity}" needs "{name}".': 'Aktiviteten "{activity}" behöver "{name}".',
  'The instance is named twice: by "to", and by "definition" and "key".':
    'Ärendet pekas ut två gånger: med "to", och med "definition" och "key".',
  'It is not said which instance gets the event.': 'Det står inte vilket ärende som ska få händelsen.',
  'Give "to", or "definition" and "key" together.': 'Ange "to", eller "definition" och "key" tillsammans.',
  // Decision tables
  'The table has no input "{name}".': 'Tabellen har ingen indata "{name}".',
  'The table has no output "{name}".': 'Tabellen har ingen utdata "{name}".',
  'The output "{name}" is not answered here.': 'Utdata "{name}" får inget svar här.',
  '"{text}" is not a test.': '"{text}" är inget villkor.',
  'Here {signs} is expected.': 'Här ska det stå {kindSigns}.',
  'Here a number, a text in double quotes, true or false is expected.':
    'Här ska det stå ett tal, en text inom dubbla citattecken, true eller false.',
  'Both ends of a range are of the same kind.': 'Båda ändarna av ett intervall ska vara av samma slag.',
  'The range ends before it begins.': 'Intervallet slutar innan det börjar.',
  'Here the test should end; several are separated by commas.': 'Här borde villkoret sluta; flera skiljs åt med komma.',
  'The table "{name}" has too many cases to look for gaps and overlaps.':
    'Tabellen "{name}" har för många fall för att leta luckor och överlapp i.',
  'Split it in two tables.': 'Dela den i två tabeller.',
  'No rule of "{name}" says what happens when {case}.': 'Ingen regel i "{name}" säger vad som gäller när {case}.',
  'Rules {one} and {two} of "{name}" both fit when {case}.':
    'Reglerna {one} och {two} i "{name}" gäller båda när {case}.',
  'Narrow one of them, or choose another "hitPolicy".': 'Gör en av dem snävare, eller välj en annan "hitPolicy".',
  'Rule {n} of "{name}" never decides.': 'Regel {n} i "{name}" avgör aldrig något.',
  'The table "{name}" depends on its own answer.': 'Tabellen "{name}" bygger på sitt eget svar.',
  'No expression reads the table "{name}".': 'Inget uttryck läser tabellen "{name}".',
  'No expression reads the setting "{name}".': 'Inget uttryck läser inställningen "{name}".',
  // Forms
  '{kindWhat} does not say what kind of value it is.': '{kindWhat} säger inte vilket slags värde det är.',
  '"{key}" says nothing about a value of type "{type}".': '"{key}" säger inget om ett värde av typen "{type}".',
  'Not every choice of {kindWhat} is of type "{type}".': 'Alla alternativ i {kindWhat} är inte av typen "{type}".',
  '{kindWhat} has both "enum" and "oneOf".': '{kindWhat} har både "enum" och "oneOf".',
  '{kindWhat} can only be a box that must be ticked: "const": true.':
    '{kindWhat} kan bara vara en ruta som måste kryssas i: "const": true.',
  '{kindWhat} is a list and does not say of what.': '{kindWhat} är en lista men säger inte av vad.',
  'Nobody can write the rows of {kindWhat} by hand.': 'Ingen kan skriva raderna i {kindWhat} för hand.',
  'The file has no column "{name}".': 'Filen har ingen kolumn "{name}".',
  '{kindWhat} is read from a file, so its items are rows.': '{kindWhat} läses från en fil, så dess delar är rader.',
  'Give "items" the "type" "object".': 'Ge "items" typen "object".',
  'The preset value of {kindWhat} does not fit. {sentence}': 'Förvalet för {kindWhat} passar inte. {sentence}',
  'The default of "{name}" does not fit its schema. {sentence}':
    'Förvalet för "{name}" passar inte sitt eget schema. {sentence}',
  '"{name}" is required, but there is no such field.': '"{name}" krävs, men det finns inget sådant fält.',
  'Fill in this field.': 'Fältet ska vara ifyllt.',
  'The value is not the expected one.': 'Värdet är inte det väntade.',
  'Choose one of the options.': 'Det ska vara ett av alternativen.',
  'Write at least {n} characters.': 'Det ska vara minst {n} tecken.',
  'Write at most {n} characters.': 'Det får vara högst {n} tecken.',
  'Enter at least {n}.': 'Det ska vara minst {n}.',
  'Enter at most {n}.': 'Det får vara högst {n}.',
  'Enter a date, for example 2026-10-05.': 'Det ska vara ett datum, till exempel 2026-10-05.',
  'Check how the value is written.': 'Se över hur värdet är skrivet.',
  'The form has no such field.': 'Fältet finns inte i formuläret.',
  'The value is of the wrong kind.': 'Värdet har fel slag.',
  'Check this field.': 'Se över värdet.',
  'Tick the box to continue.': 'Rutan ska vara ikryssad.',
  // Notices
  'The quiet hours begin and end at {time}, so that there are none.':
    'Den tysta tiden både börjar och slutar {time}, så den finns inte.',
  '"{name}" is outside the directory and cannot do anything here.':
    '"{name}" är utanför registret och kan inte göra något här.',
  'Name a role of users.': 'Välj en roll med användare.',
  '"{name}" is one person, whom only an instance knows that has been started.':
    '"{name}" är en person, som bara ett startat ärende känner till.',
  'The input has no property "{name}" to fill in.':
    'Det som ärendet startas med har ingen egenskap "{name}" att fylla i.',
  'What is filled in is a text, and the input wants "{name}" to be another kind of value.':
    'Det som fylls i är en text, och "{name}" ska vara något annat.',
  '"{name}" is outside the directory and has no portal.': '"{name}" är utanför registret och har ingen portal.',
  'Nobody in "{name}" has a telephone number here.': 'Ingen i "{name}" har ett telefonnummer här.',
  '"{digest}" is no digest: it is one of {known}, or an expression.':
    '"{digest}" är ingen samling: det ska vara {known}, eller ett uttryck.',
  'The setting "{name}" may be any text; a digest is one of {known}.':
    'Inställningen "{name}" får vara vilken text som helst; en samling är {known}.',
  'The setting "{name}" may be {value}; a digest is one of {known}.':
    'Inställningen "{name}" får vara {value}; en samling är {known}.',
  'Give its schema {value}.': 'Ge dess schema {value}.',
  // Expressions
  '"{name}" is never "{value}".': '"{name}" är aldrig "{value}".',
  'This gives {kindGiven}; here {kindWanted} is needed.': 'Det här ger {kindGiven}; här behövs {kindWanted}.',
  'This gives {kindGiven}; "{name}" of the context is {kindWanted}.':
    'Det här ger {kindGiven}; "{name}" i minnet är {kindWanted}.',
  'This gives {kindGiven}; the {kindPort} "{name}" is {kindWanted}.':
    'Det här ger {kindGiven}; {kindPort} "{name}" är {kindWanted}.',
  'The context has no "{name}".': 'Minnet har inget "{name}".',
  'There is no "{name}" here.': 'Det finns inget "{name}" här.',
  'There is no "{name}" in "{owner}".': 'Det finns inget "{name}" i "{owner}".',
  'There is no function "{name}".': 'Det finns ingen funktion "{name}".',
  'A text in an expression stands in quotes: {value}.': 'En text i ett uttryck står inom citattecken: {value}.',
  'The event brings no form.': 'Händelsen har inget formulär.',
  'These do not go together: {kindMixed}.': 'De här går inte ihop: {kindMixed}.',
  'What is not set is empty: compare with "" or 0.': 'Det som inte är satt är tomt: jämför med "" eller 0.',
  'To add to a list, write append(list, {…}).': 'För att lägga till i en lista: skriv append(list, {…}).',
  'To count days from a date, write addDays(date, n).': 'För att räkna dagar från ett datum: skriv addDays(date, n).',
  'The day of an instant is date(instant).': 'Dagen för en tidpunkt är date(instant).',
  'Days and other texts stand in quotes, numbers do not.':
    'Dagar och andra texter står inom citattecken, tal gör det inte.',
  'The function "{name}" does not take this: {kindMixed}.': 'Funktionen "{name}" tar inte emot det här: {kindMixed}.',
  'Both alternatives of "? :" must be of the same kind. {kindMixed}.':
    'Båda alternativen i "? :" ska vara av samma slag. {kindMixed}.',
  '"&&", "||" and "!" take only yes or no.': '"&&", "||" och "!" tar bara ja eller nej.',
  'Compare the value with something, for example != "".': 'Jämför värdet med något, till exempel != "".',
  'The expression is too large: {reason}.': 'Uttrycket är för stort: {reason}.',
  'The expression has more than {n} {kindParts}.': 'Uttrycket har mer än {n} {kindParts}.',
  'Keep a part of the result in the context.': 'Spara en del av resultatet i minnet ("context").',
  'Lists are gone through inside lists inside lists; two are taken.':
    'Listor gås igenom inne i listor inne i listor; två i varandra går.',
  'Regular expressions are not part of the language; use startsWith, endsWith or contains.':
    'Reguljära uttryck finns inte i språket; använd startsWith, endsWith eller contains.',
  'The expression is not finished.': 'Uttrycket är inte färdigskrivet.',
  'This cannot be read: {kindTokens}.': 'Det här går inte att läsa: {kindTokens}.',
  '"{sign}" does not fit here.': '"{sign}" passar inte här.',
  'A {kindTokens} is missing at the end.': 'Det saknas {kindTokens} i slutet.',
  'To compare, write "==".': 'Jämför med "==".',
  'To compare, write "==" or "!=".': 'Jämför med "==" eller "!=".',
  'This stands in the text as an instant in UTC.': 'Det här blir en tidpunkt i UTC i texten.',
  'Use dates.name instead of deadlines.name, or date(…) around it.':
    'Skriv dates.namn i stället för deadlines.namn, eller date(…) runt om.',
  'This "${" has no closing "}".': 'Det här "${" saknar sitt "}".',
  'This is written out as it stands here.': 'Det här skrivs ut precis som det står.',
  'Nothing is filled in here: buttons, headings and names are the same for all instances.':
    'Här fylls inget i: knappar, rubriker och namn är desamma för alla ärenden.',
};

/** Words and phrases inside the values of `{kind…}`. The longer ones first. */
const WORDS: [en: string, sv: string][] = [
  ['a text, a number or yes or no', 'en text, ett tal eller ja eller nej'],
  ['a document or a list of them', 'ett dokument eller en lista med dokument'],
  ['a text, a number or a moment', 'en text, ett tal eller en tidpunkt'],
  ['a date or an instant', 'ett datum eller en tidpunkt'],
  ['a list of numbers', 'en lista med tal'],
  ['The definition', 'Definitionen'],
  ['the definition', 'definitionen'],
  ['An item of The setting', 'En post i inställningen'],
  ['An item of', 'En post i'],
  ['The setting', 'Inställningen'],
  ['Number', 'Nummer'],
  ['number (\\d+) of', 'nummer $1 i'],
  ['true or false', 'sant eller falskt'],
  ['a whole number', 'ett heltal'],
  ['yes-or-no', 'ja eller nej'],
  ['yes or no', 'ja eller nej'],
  ['an instant', 'en tidpunkt'],
  ['a number', 'ett tal'],
  ['an object', 'ett objekt'],
  ['a text', 'en text'],
  ['a list', 'en lista'],
  ['a value of type', 'ett värde av typen'],
  ['levels of brackets', 'nivåer av parenteser'],
  ['list items', 'poster i en lista'],
  ['characters?', 'tecken'],
  ['entr(?:ies|y|ys)', 'poster'],
  ['items?', 'poster'],
  ['parts', 'delar'],
  ['instant', 'tidpunkt'],
  ['duration', 'tidslängd'],
  ['number', 'tal'],
  ['text', 'text'],
  ['the input|input', 'indata'],
  ['output', 'utdata'],
  ['unexpected token', 'oväntat'],
  ['unexpected', 'oväntat'],
  ['the end', 'slutet'],
  ['or', 'eller'],
  ['and', 'och'],
  ['of', 'i'],
];

const NONE: Record<string, string> = {
  role: 'Det finns ingen roll',
  status: 'Det finns ingen status',
  template: 'Det finns inget brev',
  deadline: 'Det finns ingen tidsfrist',
  setting: 'Det finns ingen inställning',
  'key of the context': 'I minnet ("context") finns inget',
  'decision table': 'Det finns ingen beslutstabell',
};
const THE: Record<string, string> = { role: 'rollen', status: 'statusen', template: 'brevet', deadline: 'tidsfristen' };

const words = WORDS.map(([en, sv]) => ({ pattern: new RegExp(`(?<![\\w"])(?:${en})(?![\\w"])`, 'gu'), sv }));

/** Names stand in quotes and stay as they are. */
const inWords = (value: string): string =>
  value
    .split(/("[^"]*")/)
    .map((part) =>
      part.startsWith('"') ? part : words.reduce((text, { pattern, sv }) => text.replace(pattern, sv), part),
    )
    .join('');

interface Sentence {
  start: string;
  pattern: RegExp;
  sv: string;
}

const SLOT = /\{(\w+)\}/;
let sentences: Sentence[] | undefined;

function prepared(): Sentence[] {
  // The sentence with the most words of its own fits best.
  const own = (en: string) => en.replaceAll(/\{\w+\}/g, '').length;
  const ordered = Object.entries(SENTENCES).sort(([a], [b]) => own(b) - own(a));
  return (sentences ??= ordered.map(([en, sv]) => {
    const parts = en.split(/(\{\w+\})/);
    const source = parts.map((part) => {
      const name = SLOT.exec(part)?.[1];
      return name ? `(?<${name}>.+?)` : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    });
    return { start: parts[0]!, pattern: new RegExp(`^${source.join('')}$`, 'su'), sv };
  }));
}

/** In both languages. A sentence that is not known here stays English. */
export function inBoth(en: string): Text {
  for (const { start, pattern, sv } of prepared()) {
    if (!en.startsWith(start)) continue;
    const values = pattern.exec(en)?.groups ?? (en === start ? {} : null);
    if (values) return { en, sv: capital(sv.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(name, values))) };
  }
  return { en, sv: en };
}

function valueOf(name: string, values: Record<string, string>): string {
  if (name === 'kindNone') return NONE[values.kind!] ?? `Det finns ingen ${values.kind}`;
  if (name === 'kindThe') return THE[values.kind!] ?? values.kind!;
  if (name === 'kindSigns') return values.signs!.replaceAll(' or ', ' eller ');
  const value = values[name] ?? `{${name}}`;
  if (name === 'sentence') return inBoth(value).sv;
  return name.startsWith('kind') ? inWords(value) : value;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
