import { clientUsers, companies, people, staff } from '../people.ts';
import type { Company, Person } from '../people.ts';
import { asFirm } from './api.ts';
import type { Arende } from './api.ts';

/** The firm's people and companies. Doing it again changes nothing. `since`: the civil date on which the demo began. */
export async function seedDirectory(arende: Arende, since: string): Promise<void> {
  const put = ({ id, personalNumber: _number, ...person }: Person) => asFirm(arende, 'PUT', `/v1/users/${id}`, person);
  for (const person of staff) await put(person);
  for (const company of companies) await asFirm(arende, 'PUT', `/v1/clients/${company.id}`, clientOf(company, since));
  for (const person of clientUsers) await put(person);
  for (const [id, facts] of Object.entries(factsOf(since)))
    await asFirm(arende, 'PUT', `/v1/clients/${id}/facts`, facts);
}

/** What the bookkeeping systems of some companies have told. */
const factsOf = (since: string) => ({
  asp: { missingReceipts: 4, bookkeepingCreatedAt: `${since}T08:15:00.000Z`, payrollMonth: monthsBefore(since, 1) },
  bjork: { missingReceipts: 0, yearEndForm: true, balanceMinor: 4_512_350 },
  druvan: { missingReceipts: 11, readyForExport: 3 },
});

/** How each of them logs in to Arende's own pages. */
export async function seedIdentities(arende: Arende): Promise<void> {
  for (const { id, personalNumber } of people) {
    const identity = personalNumber ? { personalNumber } : { withoutPersonalNumber: true };
    await asFirm(arende, 'PUT', `/v1/users/${id}/identity`, identity);
  }
}

function clientOf(company: Company, since: string) {
  const { name, organisationNumber, responsible, services, employees, fiscalYearEnd, vatPeriod } = company;
  return {
    name,
    organisationNumber,
    responsible,
    properties: {
      services,
      employees,
      fiscalYearEnd,
      vatPeriod,
      companyForm: name.endsWith('AB') ? 'limitedCompany' : 'soleTrader',
      bookkeepingMethod: name.endsWith('AB') ? 'invoice' : 'cash',
      handInPeriod: 'month',
      partnerView: true,
    },
    startMonth: monthsBefore(since, company.monthsBack),
    settings: company.handsInLate ? { 'period-bookkeeping': { lastHandInDay: stillOpenOn(since) } } : {},
  };
}

/** `2026-11-22`, 3 → `2026-08` */
export function monthsBefore(date: string, months: number): string {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 - months, 1))
    .toISOString()
    .slice(0, 7);
}

/** A last hand-in day that has not passed on the demo's first day. From the 26th on the next period is open anyway. */
function stillOpenOn(date: string): number {
  return Math.min(28, Number(date.slice(8, 10)) + 4);
}
