/** Everybody in the demo. Nobody here exists, and nothing here can be mistaken for somebody who does. */
export interface Person {
  /** The firm's own id of the person; what its backend names in a widget session. */
  id: string;
  name: string;
  email: string;
  language: 'sv' | 'en';
  /** One of the numbers that the telecom authority keeps for fiction. */
  phone?: string;
  role: 'admin' | 'consultant' | 'client';
  /** One of the test numbers that Skatteverket has published. Without: logs in by e-mail and password. */
  personalNumber?: string;
  /** Ids of the companies, for a client's users. */
  clients?: string[];
}

export interface Company {
  id: string;
  name: string;
  organisationNumber: string;
  responsible: string;
  services: string[];
  employees: number;
  fiscalYearEnd: string;
  vatPeriod: 'month' | 'quarter' | 'year';
  /** How many months back its processes begin. */
  monthsBack: number;
  /** Has an agreed last hand-in day far into the next month. */
  handsInLate?: boolean;
}

/**
 * Organisation numbers that pass the check digit and can be nobody's: the first digit is the legal form, and there is
 * no legal form 4.
 */
function organisationNumber(serial: number): string {
  const digits = `4020${String(serial).padStart(2, '0')}000`;
  const sum = [...digits].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits.slice(0, 6)}-${digits.slice(6)}${(10 - (sum % 10)) % 10}`;
}

function company(serial: number, id: string, name: string, rest: Partial<Company> = {}): Company {
  return {
    id,
    name,
    organisationNumber: organisationNumber(serial),
    responsible: serial % 3 === 0 ? 'bo' : 'anna',
    services: ['bookkeeping', 'payroll'],
    employees: serial + 1,
    fiscalYearEnd: '12-31',
    vatPeriod: 'month',
    monthsBack: 3,
    ...rest,
  };
}

export const companies: Company[] = [
  company(1, 'asp', 'Asp Demobageri AB', { handsInLate: true }),
  company(2, 'bjork', 'Björk Demokafé AB', { handsInLate: true }),
  company(3, 'cypress', 'Cypress Democykel AB', { vatPeriod: 'quarter' }),
  company(4, 'druvan', 'Druvan Demobygg AB', { monthsBack: 4, handsInLate: true }),
  company(5, 'ek', 'Ekens Demofirma', {
    services: ['bookkeeping'],
    employees: 0,
    vatPeriod: 'year',
    handsInLate: true,
  }),
  company(6, 'flader', 'Fläder Demoblommor AB', { fiscalYearEnd: '06-30' }),
  company(7, 'gran', 'Gran Demo-el AB', { monthsBack: 2 }),
  company(8, 'hassel', 'Hassel Demomat AB', { handsInLate: true }),
  company(9, 'idegran', 'Idegran Demokyla AB', { services: ['payroll'], fiscalYearEnd: '04-30' }),
  company(10, 'jasmin', 'Jasmin Demoresor AB', { monthsBack: 4, vatPeriod: 'quarter', handsInLate: true }),
  company(11, 'korsbar', 'Körsbär Demogym AB', { services: ['bookkeeping'], employees: 2 }),
  company(12, 'lind', 'Lind Demoljus AB', { monthsBack: 1, handsInLate: true }),
];

export const staff: Person[] = [
  {
    id: 'anna',
    name: 'Anna Exempel',
    email: 'anna@demo-redovisning.example',
    language: 'sv',
    phone: '+46701740605',
    role: 'consultant',
    personalNumber: '199001012385',
  },
  {
    id: 'bo',
    name: 'Bo Provsson',
    email: 'bo@demo-redovisning.example',
    language: 'sv',
    role: 'consultant',
    personalNumber: '200002292399',
  },
  {
    id: 'cilla',
    name: 'Cilla Demo',
    email: 'cilla@demo-redovisning.example',
    language: 'sv',
    role: 'admin',
    personalNumber: '200306062381',
  },
  { id: 'disa', name: 'Disa Demo', email: 'disa@demo-redovisning.example', language: 'sv', role: 'admin' },
];

const client = (id: string, name: string, of: string[], personalNumber?: string): Person => ({
  id,
  name,
  email: `${id}@${of[0]}.example`,
  language: personalNumber ? 'sv' : 'en',
  role: 'client',
  ...(personalNumber && { personalNumber }),
  clients: of,
});

export const clientUsers: Person[] = [
  client('kund-maja', 'Maja Testkund', ['asp'], '200607092384'),
  client('kund-olle', 'Olle Påhitt', ['bjork', 'hassel'], '200802122390'),
  client('kund-sam', 'Sam Sample', ['cypress']),
  client('kund-dag', 'Dag Fiktivsson', ['druvan'], '189506299818'),
  client('kund-eva', 'Eva Provkvist', ['ek'], '189002099811'),
  client('kund-fia', 'Fia Exempelblad', ['flader'], '189103179801'),
  client('kund-gun', 'Gun Låtsas', ['gran'], '190006129803'),
  client('kund-isak', 'Isak Demokvist', ['idegran'], '190704019801'),
  client('kund-jan', 'Jan Exempelberg', ['jasmin'], '190108219817'),
  client('kund-klara', 'Klara Test', ['korsbar', 'lind'], '202402292383'),
];

export const people: Person[] = [...staff, ...clientUsers];
export const personById = (id: string): Person | undefined => people.find((person) => person.id === id);
export const companyById = (id: string): Company | undefined => companies.find((each) => each.id === id);
