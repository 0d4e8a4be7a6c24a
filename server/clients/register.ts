import { formErrors } from '../../definitions/engine/forms.ts';
import type { Json, JsonObject, JsonSchema, Text } from '../../definitions/language/types.ts';
import type { FieldProblem } from '../http/problem.ts';

/*
 * What the firm's register says of a client, as far as rules need it. The names are those that definitions read as
 * `client.<name>`; a firm's own definitions may read others, which are kept as they are given.
 */

export interface Option {
  value: string;
  title: Text;
}

export interface RegisterField {
  name: string;
  kind: 'choice' | 'choices' | 'yesNo' | 'number' | 'text';
  title: Text;
  description?: Text;
  options?: Option[];
  /** What is asked of a number or a text; what a form begins with. */
  schema?: JsonSchema;
  /** What is wrong beyond the schema. */
  check?: (value: string) => Text | null;
}

const option = (value: string, sv: string, en: string): Option => ({ value, title: { sv, en } });
const both = (sv: string, en: string): Text => ({ sv, en });

/** A fiscal year is whole calendar months: bokföringslagen (1999:1078) 3 kap. 1 §. */
const yearEnds: Option[] = [
  option('01-31', '31 januari', '31 January'),
  option('02-28', 'sista februari', 'last of February'),
  option('03-31', '31 mars', '31 March'),
  option('04-30', '30 april', '30 April'),
  option('05-31', '31 maj', '31 May'),
  option('06-30', '30 juni', '30 June'),
  option('07-31', '31 juli', '31 July'),
  option('08-31', '31 augusti', '31 August'),
  option('09-30', '30 september', '30 September'),
  option('10-31', '31 oktober', '31 October'),
  option('11-30', '30 november', '30 November'),
  option('12-31', '31 december', '31 December'),
];

export const companyForms: Option[] = [
  option('limitedCompany', 'Aktiebolag', 'Limited company'),
  option('economicAssociation', 'Ekonomisk förening', 'Economic association'),
  option('partnership', 'Handelsbolag', 'Partnership'),
  option('soleTrader', 'Enskild firma', 'Sole trader'),
];

const wrongNumber = both(
  'Kontrollera numret: kontrollsiffran stämmer inte.',
  'Check the number: the check digit is wrong.',
);

export const registerFields: RegisterField[] = [
  {
    name: 'services',
    kind: 'choices',
    title: both('Tjänster', 'Services'),
    description: both(
      'Vad byrån gör åt kunden. Styr vilka ärenden som öppnas.',
      'What the firm does. Decides which cases open.',
    ),
    options: [
      option('bookkeeping', 'Bokföring', 'Bookkeeping'),
      option('payroll', 'Lön', 'Payroll'),
      option('vat', 'Moms', 'VAT'),
      option('year-end', 'Bokslut', 'Year-end'),
      option('tax', 'Skatt', 'Tax'),
    ],
  },
  { name: 'companyForm', kind: 'choice', title: both('Bolagsform', 'Company type'), options: companyForms },
  {
    name: 'fiscalYearEnd',
    kind: 'choice',
    title: both('Räkenskapsåret slutar', 'Fiscal year ends'),
    options: yearEnds,
  },
  {
    name: 'bookkeepingMethod',
    kind: 'choice',
    title: both('Bokföringsmetod', 'Bookkeeping method'),
    options: [
      option('invoice', 'Faktureringsmetoden', 'Invoice method'),
      option('cash', 'Kontantmetoden', 'Cash method'),
    ],
  },
  {
    name: 'handInPeriod',
    kind: 'choice',
    title: both('Lämnar in underlag', 'Hands in papers'),
    options: [option('month', 'Varje månad', 'Every month'), option('quarter', 'Varje kvartal', 'Every quarter')],
  },
  {
    name: 'vatPeriod',
    kind: 'choice',
    title: both('Momsperiod', 'VAT period'),
    options: [option('month', 'Månad', 'Month'), option('quarter', 'Kvartal', 'Quarter'), option('year', 'År', 'Year')],
  },
  {
    name: 'largeVatBase',
    kind: 'yesNo',
    title: both('Momsunderlag över 40 miljoner', 'VAT base above 40 million'),
  },
  { name: 'euTrade', kind: 'yesNo', title: both('Handlar med andra EU-länder', 'Trades with other EU countries') },
  {
    name: 'employees',
    kind: 'number',
    title: both('Antal anställda', 'Number of employees'),
    schema: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  },
  {
    name: 'payrollFileByFirm',
    kind: 'yesNo',
    title: both('Byrån skickar lönefilen till banken', 'The firm sends the payroll file to the bank'),
  },
  {
    name: 'taxOcr',
    kind: 'text',
    title: both('OCR-nummer till skattekontot', 'OCR number of the tax account'),
    schema: { type: 'string', pattern: '^\\d{2,25}$', maxLength: 25 },
    check: (value) => (luhn(value) ? null : wrongNumber),
  },
  {
    name: 'yearEndUrl',
    kind: 'text',
    title: both('Länk till bokslutet', 'Link to the year-end'),
    schema: { type: 'string', pattern: '^https://[^\\s<>"]+$', maxLength: 500 },
  },
  {
    name: 'partnerView',
    kind: 'yesNo',
    title: both('Partnervyn', 'Partner view'),
    schema: { default: true },
    description: both('Kunden ser när underlag väntas.', 'The client sees when papers are expected.'),
  },
  {
    name: 'plan',
    kind: 'choice',
    title: both('Kundens abonnemang', "The client's plan"),
    options: [
      option('pro', 'Pro', 'Pro'),
      option('business', 'Business', 'Business'),
      option('easy', 'Easy', 'Easy'),
      option('documents', 'Dokument', 'Documents'),
    ],
  },
];

/** JSON Schema of the properties; the form that an administrator fills in is made from the same. */
export const propertiesSchema: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(registerFields.map((field) => [field.name, schemaOf(field)])),
};

function schemaOf({ kind, title, description, options = [], schema = {} }: RegisterField): JsonSchema {
  const about = { title, ...(description ? { description } : {}) };
  const oneOf = options.map((one) => ({ const: one.value, title: one.title }));
  if (kind === 'choice') return { ...about, type: 'string', oneOf };
  if (kind === 'choices') return { ...about, type: 'array', items: { type: 'string', oneOf }, uniqueItems: true };
  if (kind === 'yesNo') return { ...about, type: 'boolean', ...schema };
  return { ...about, ...schema };
}

const choose: Text = both('Välj ett av alternativen.', 'Choose one of the options.');

/** What is wrong with properties of the register; what else there is belongs to the firm's own definitions. */
export function propertyProblems(properties: JsonObject): FieldProblem[] {
  const known = Object.fromEntries(
    registerFields.filter(({ name }) => properties[name] !== undefined).map(({ name }) => [name, properties[name]!]),
  );
  const problems = formErrors(propertiesSchema, known).map(({ pointer, text }) => {
    const field = registerFields.find(({ name }) => name === pointer.split('/')[1]);
    return { pointer, text: field?.options ? choose : text };
  });
  for (const { name, check } of registerFields) {
    if (!check || known[name] === undefined || problems.some(({ pointer }) => pointer === `/${name}`)) continue;
    const text = check(String(known[name] as Json));
    if (text) problems.push({ pointer: `/${name}`, text });
  }
  return problems;
}

/**
 * An organisation number as it is written, `556000-0001`; null when its check digit or its form is wrong. Ten digits, or
 * twelve with the century or with 16 before a company's. A sole trader's is a personal number.
 */
export function organisationNumberOf(text: string): string | null {
  const digits = text.replace(/[\s\u00a0-]/g, '');
  const ten = /^(?:16|18|19|20)?(\d{10})$/.exec(digits)?.[1];
  return ten && luhn(ten) ? `${ten.slice(0, 6)}-${ten.slice(6)}` : null;
}

export const wrongOrganisationNumber: Text = both(
  'Ange tio siffror, till exempel 556000-0001. Kontrollsiffran måste stämma.',
  'Enter ten digits, for example 556000-0001. The check digit must be right.',
);

/** Modulus 10, of organisation numbers, personal numbers and OCR. */
function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
