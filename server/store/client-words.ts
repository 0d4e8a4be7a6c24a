import type { JsonObject } from '../../definitions/language/types.ts';

interface Named {
  name: string;
  organisationNumber?: string | null;
  properties?: JsonObject;
}

/** What a client is found, sorted and listed by: columns that follow from its name, number and properties. */
export function clientWords({ name, organisationNumber, properties }: Named) {
  const number = organisationNumber ?? '';
  const { companyForm } = properties ?? {};
  return {
    search: [name, number, number.replace(/\D/g, '')].join(' ').trim().toLocaleLowerCase('sv'),
    sort_name: sortName(name),
    company_form: typeof companyForm === 'string' ? companyForm : '',
  };
}

const after: Record<string, string> = { å: '~1', ä: '~2', æ: '~2', ö: '~3', ø: '~3' };

/** A name whose bytes sort as Swedes sort: å, ä, ö after z, other accents as if they were not there. */
export function sortName(name: string): string {
  const plain = name.normalize('NFC').trim().toLocaleLowerCase('sv');
  const letters = plain.replace(/[åäæöø]/g, (letter) => after[letter]!);
  return letters.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 200);
}
