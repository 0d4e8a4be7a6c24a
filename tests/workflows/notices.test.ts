import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, localDate, toInstant, weekday } from '../../definitions/calendar/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { claimDueMails } from '../../server/store/index.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { openFirm, type Firm } from './support/firm.ts';
import { DAY_MS, openHouse, type House } from './support/house.ts';
import { skip, startSkipping } from './support/skipping.ts';

const file = new URL('../fixtures/definitions/notices.json', import.meta.url);
const definition = JSON.parse(readFileSync(file, 'utf8')) as Definition;

let firm: Firm;
let house: House;
beforeEach(async () => {
  firm = await openFirm([definition]);
  house = await openHouse({ store: firm.store });
});
afterEach(async () => {
  await house.close();
  await firm.close();
});

/** The Sunday on which the clock is changed next, a week from now at the earliest. */
function nextChange(): string {
  for (let date = addDays(localDate(new Date().toISOString()), 7); ; date = addDays(date, 1)) {
    const last = addDays(date, 7).slice(5, 7) !== date.slice(5, 7);
    if (weekday(date) === 7 && last && ['03', '10'].includes(date.slice(5, 7))) return date;
  }
}

/** Stockholm's clock as the machine's own zone data has it, so that it does not repeat what is being tested. */
const clock = (instant: string) => new Date(instant).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' });

describe('notices on the real server', () => {
  it('P-22: three in the week that the clock changes come as one mail on Monday at 10:00; one at 22:00 waits for 07:00', async () => {
    const sunday = nextChange();
    const clientId = await firm.putClient('asp', {}, null);
    const { tenantId } = firm;
    const debtor = { name: 'Gunnar Exempel', email: 'gunnar@kund.example' };
    const input = house.input(definition, { tenantId, clientId, period: null, input: { debtor, parties: [] } });
    const workflowId = workflowIdOf({ ...input, definitionId: definition.id });
    const items = () => acrossTenants(firm.store)('mail_items');
    await house.running(async () => {
      let now = Date.now();
      const args = [input, { $definition: input.definition.hash }] as const;
      const handle = await startSkipping(house.client, { taskQueue: house.taskQueue, workflowId, args: [...args] });
      let told = 0;
      const happens = async (date: string, time: string, type: string, data = {}) => {
        const at = Date.parse(toInstant(date, time));
        await skip(house.client, workflowId, at - now);
        now = at;
        await handle.signal('system', { kind: 'system', type, data }, `${date} ${type}`);
        told += 1;
        await expect.poll(async () => (await items()).length).toBe(told);
      };
      await happens(addDays(sunday, -5), '12:00', 'NEWS', { balance: 1 });
      await happens(addDays(sunday, -5), '22:00', 'INVOICE');
      await happens(addDays(sunday, -2), '23:00', 'NEWS', { balance: 2 });
      await happens(sunday, '15:00', 'NEWS', { balance: 3 });
    });

    const [invoice, news, ...others] = await acrossTenants(firm.store)('mails').orderBy('send_at');
    expect(others).toEqual([]);
    expect(clock(invoice.send_at)).toBe(`${addDays(sunday, -4)} 07:00:00`);
    expect(clock(news.send_at)).toBe(`${addDays(sunday, 1)} 10:00:00`);
    const claim = (now: string) => claimDueMails(firm.store, { now, limit: 10, leaseMs: 30 * DAY_MS });
    expect(await claim(new Date(Date.parse(invoice.send_at) - 1).toISOString())).toEqual([]);
    expect(await claim(invoice.send_at)).toMatchObject([{ recipient: { userId: null, email: debtor.email } }]);
    expect(await claim(new Date(Date.parse(news.send_at) - 1).toISOString())).toEqual([]);
    const [mail] = await claim(news.send_at);
    expect(mail!.digest).toBe('weekly');
    expect(mail!.items.map(({ subject }) => subject.sv)).toEqual(['Saldo 1 kr', 'Saldo 2 kr', 'Saldo 3 kr']);
    expect(await acrossTenants(firm.store)('text_messages')).toMatchObject([{ status: 'pending' }]);
  });
});
