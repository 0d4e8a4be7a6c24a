import { expect, test } from 'vitest';
import type { InstanceView } from '../../../server/instances/schema.ts';
import '../../../widgets/process-view/process-view.ts';
import { bookkeeping } from '../definition-editor/fixture.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { statuses } from '../status-board/fixture.ts';

function instance(more: Partial<InstanceView> = {}): InstanceView {
  return {
    id: 'i-1',
    definition: { id: 'period-bookkeeping', title: bookkeeping.title, version: 3, hash: 'sha256-3' },
    label: { sv: 'Bokföring oktober 2026', en: 'Bookkeeping October 2026' },
    client: { id: 'c-1', name: 'Demobageriet AB' },
    responsible: { id: 'u-1', name: 'Anna Exempel' },
    period: '2026-10',
    sequence: 1,
    status: statuses[0]!,
    statusSince: '2026-10-26T08:00:00.000Z',
    statuses,
    openedAt: '2026-10-26T08:00:00.000Z',
    closedAt: null,
    done: false,
    deadlines: [
      {
        name: 'lastDay',
        title: { sv: 'Sista inlämningsdag', en: 'Last hand-in day' },
        dueDate: '2026-11-05',
        dueAt: '2026-11-05T23:00:00.000Z',
        daysLeft: 3,
        late: false,
        provenance: [{ rule: 'day', date: '2026-11-05', text: { sv: 'den 5:e', en: 'the 5th' } }],
      },
    ],
    facts: [],
    tasks: [],
    actions: [],
    history: [],
    course: {
      states: ['collecting.waiting'],
      next: [
        {
          kind: 'after',
          at: '2026-11-05T23:00:00.000Z',
          rule: 'lastDay',
          title: { sv: 'Sista inlämningsdag', en: 'Last hand-in day' },
        },
      ],
    },
    ...more,
  };
}

test('a case on the chart of its own version: where it is, what comes by itself and why that day; it follows what happens', async () => {
  const server = startServer();
  let shown = instance();
  server.on('GET', /^\/v1\/instances\/i-1$/, () => shown);
  server.on('GET', /^\/v1\/instances\/i-1\/definition$/, () => ({
    version: 3,
    hash: 'sha256-3',
    definition: bookkeeping,
  }));
  const element = show(server, 'arende-process-view', { language: 'en', attributes: { 'instance-id': 'i-1' } });
  const active = () =>
    [...(element.renderRoot.querySelector('arende-chart-view')?.shadowRoot?.querySelectorAll('.is-active') ?? [])]
      .map((state) => state.getAttribute('data-path'))
      .at(-1);
  await expect.poll(active).toBe('collecting.waiting');
  expect(visibleText(element)).toContain('version 3');
  expect(visibleText(element)).toMatch(/6 Nov 00:00 goes on Last hand-in day/);
  expect(element.renderRoot.querySelector('.why')!.textContent).toContain('the 5th');
  await expectAccessible(element);
  shown = instance({ sequence: 2, course: { states: ['books.new'], next: [] }, status: statuses[2]! });
  server.push({ instanceId: 'i-1' });
  await expect.poll(active).toBe('books.new');
  expect(visibleText(element)).toContain('Nothing happens by itself.');
});

test('without a case it says how to choose one; one that is out of reach is told of', async () => {
  const server = startServer();
  const element = show(server, 'arende-process-view', { language: 'sv' });
  await expect.poll(() => visibleText(element)).toContain('Inget ärende valt');
  server.on('GET', /^\/v1\/instances\//, () => {
    throw new FakeProblem(404, 'not_found', 'Finns inte.');
  });
  element.setAttribute('instance-id', 'i-2');
  await expect.poll(() => visibleText(element)).toContain('Det gick inte att hämta');
  await expectAccessible(element);
});
