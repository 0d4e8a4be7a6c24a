import { userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import { press, focused } from '../support/keys.ts';
import { expectAccessible, visibleText } from '../support/page.ts';
import approval from '../../../definitions/library/payment-approval/definition.json' with { type: 'json' };
import invoice from '../../../definitions/library/invoice/definition.json' with { type: 'json' };
import type { Scenario, ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import { titleOf } from '../../../definitions/simulate/title.ts';
import type { ArendeDefinitionEditor } from '../../../widgets/definition-editor/definition-editor.ts';
import {
  archiveOf,
  bookkeeping,
  bookkeepingScenarios,
  codeOf,
  cursorAfter,
  draft,
  eva,
  openBench,
  textOf,
} from './fixture.ts';
import type { FakeServer } from '../support/fake-server.ts';
import { FakeProblem } from '../support/fake-server.ts';

const inside = (element: ArendeDefinitionEditor, tag: string): ShadowRoot => {
  const found = element.renderRoot.querySelector(tag);
  if (!found?.shadowRoot) throw new Error(`There is no <${tag}>.`);
  return found.shadowRoot;
};
async function show(element: ArendeDefinitionEditor, tab: ArendeDefinitionEditor['tab'], tag: string): Promise<void> {
  element.renderRoot.querySelector<HTMLElement>(`[data-key="${tab}"]`)!.click();
  await expect.poll(() => element.renderRoot.querySelector(tag)?.shadowRoot?.childElementCount).toBeTruthy();
}
const pressButton = (root: ParentNode, name: string): void => {
  const found = [...root.querySelectorAll('button')].find((button) => button.textContent.trim() === name);
  if (!found) throw new Error(`There is no button "${name}".`);
  found.click();
};

test('the chart marks the state that the cursor is in, and a state that is pressed takes the cursor there', async () => {
  const { element } = await openBench();
  await expect.poll(() => inside(element, 'arende-chart-view').querySelector('svg')).toBeTruthy();
  const chart = inside(element, 'arende-chart-view');
  await cursorAfter(element, '"status": "late"');
  await expect
    .poll(() => chart.querySelector('.arende-chart-state.is-selected')?.getAttribute('data-path'))
    .toBe('collecting.late');
  const begun = chart.querySelector<SVGGElement>('.arende-chart-state[data-path="books.new"]')!;
  await userEvent.click(begun);
  await expect.poll(() => element.path.join('.')).toBe('states.books.states.new');
});

test('tabs and the line between the sides are moved with the arrows', async () => {
  const { element } = await openBench();
  element.renderRoot.querySelector<HTMLElement>('[data-key="chart"]')!.focus();
  await press('{ArrowRight}');
  await expect.poll(() => focused()?.textContent?.trim()).toBe('Try a year');
  expect(element.tab).toBe('year');
  element.renderRoot.querySelector<HTMLElement>('[role="separator"]')!.focus();
  await press('{ArrowLeft}');
  expect(focused()!.getAttribute('aria-valuenow')).toBe('48');
});

test('a tab whose code is still on its way when the element is replaced is shown by the next one', async () => {
  const { element: first } = await openBench();
  first.tab = 'versions';
  await first.updateComplete;
  first.remove();
  const { element } = await openBench();
  await show(element, 'versions', 'arende-version-view');
});

test('a year: what opens and is asked for on which day, why that day, and what comes when nobody answers', async () => {
  const { element } = await openBench();
  await show(element, 'year', 'arende-year-view');
  const year = inside(element, 'arende-year-view');
  await expect.poll(() => year.querySelectorAll('.month').length).toBeGreaterThan(10);
  expect(year.querySelector('.total')!.textContent).toMatch(/12 cases open, 12 tasks, \d+ letters/);
  expect(year.querySelector('.why')!.textContent).toMatch(/the 5th/);
  const answers = year.querySelectorAll('select')[1]!;
  answers.selectedIndex = 3;
  answers.dispatchEvent(new Event('change'));
  // Each month's reports are one task more, and one letter.
  await expect.poll(() => year.querySelector('.total')!.textContent).toMatch(/4\d tasks, 1[0-2] letters/);
  // Whoever looks at the chart in between finds it as it was.
  await show(element, 'chart', 'arende-chart-view');
  await show(element, 'steps', 'arende-step-view');
  await show(element, 'year', 'arende-year-view');
  expect(inside(element, 'arende-year-view').querySelectorAll('select')[1]!.selectedIndex).toBe(3);
  await expectAccessible(element);
});

test('a case is stepped through, its state shown, and what was done holds as a scenario until the text breaks it', async () => {
  const { element } = await openBench();
  await show(element, 'steps', 'arende-step-view');
  const steps = inside(element, 'arende-step-view');
  await expect.poll(() => steps.querySelector('.offers button')?.textContent.trim()).toBe('Send to your accountant');
  pressButton(steps, 'Send to your accountant');
  await expect
    .poll(() => steps.querySelector('.asking arende-form')?.shadowRoot?.querySelectorAll('input').length)
    .toBeTruthy();
  const form = steps.querySelector('.asking arende-form')!.shadowRoot!;
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) box.click();
  form.querySelector<HTMLElement>('[part=submit]')!.focus();
  await press('{Enter}');
  await expect.poll(() => steps.querySelector('.now .badge')?.textContent).toBe('New');
  // Who uses the keyboard goes on with what came of it.
  await expect.poll(() => focused()?.closest('.now')).toBeTruthy();
  expect(steps.querySelector('.doing')!.textContent).toMatch(
    /nothing for Anna Exempel to do now.\s+There is for Karin Konsult \(responsible consultant\)/,
  );
  pressButton(steps, 'Save as a scenario');
  await expect.poll(() => steps.querySelector('.asking arende-form')?.shadowRoot?.querySelector('input')).toBeTruthy();
  const title = steps.querySelector('.asking arende-form')!.shadowRoot!.querySelector('input')!;
  title.focus();
  await userEvent.keyboard('Hands in{Enter}');
  await expect.poll(() => element.open!.scenarios?.scenarios.length).toBe(1);
  await show(element, 'scenarios', 'arende-scenario-view');
  const scenarios = inside(element, 'arende-scenario-view');
  await expect.poll(() => scenarios.querySelector('.head .badge')?.textContent).toBe('Holds');
  await expectAccessible(element);
  // The hand-in leads somewhere else now.
  element.open!.write(element.open!.text.replace('"target": "books.new"', '"target": "books.done"'));
  await expect.poll(() => scenarios.querySelector('.head .badge')?.textContent).toBe('Does not hold');
  expect(scenarios.querySelector('.failure')!.textContent).toContain('the status is "done", not "new"');
  element.lang = 'sv';
  await expect.poll(() => scenarios.querySelector('.failure')!.textContent).toContain('statusen är "done", inte "new"');
});

test('scenarios are saved with the draft, another administrator has them, and what fails is said before it is published', async () => {
  const archive = archiveOf(bookkeeping);
  const first = await openBench({ archive });
  const [scenario] = bookkeepingScenarios.scenarios as Scenario[];
  first.element.open!.keep({ people: bookkeepingScenarios.people as ScenarioFile['people'], scenarios: [scenario!] });
  await expect.poll(() => visibleText(first.element)).toContain('Not saved');
  first.element.renderRoot.querySelector<HTMLElement>('.save')!.click();
  await expect.poll(() => archive.drafts[0]?.scenarios?.scenarios.length).toBe(1);
  await expect.poll(() => visibleText(first.element)).toContain('version 1 · Draft');

  const { element } = await openBench({ archive });
  expect(element.open!.scenarios!.scenarios[0]!.title).toEqual(scenario!.title);
  expect(element.open!.isDirty).toBe(false);
  await show(element, 'publish', 'arende-publish-view');
  const publish = inside(element, 'arende-publish-view');
  await expect.poll(() => publish.textContent).toContain('1 scenario holds');
  element.open!.write(element.open!.text.replace('"default": 5', '"default": 12'));
  await expect.poll(() => publish.querySelector('.expected')?.textContent).toContain(titleOf(scenario!).en);
  expect(publish.querySelector('.expected .failure')!.textContent).toMatch(/^Step \d+, 20/);
  pressButton(publish, 'Show the scenarios');
  await expect.poll(() => element.renderRoot.querySelector('arende-scenario-view')).toBeTruthy();
  const scenarios = () => inside(element, 'arende-scenario-view');
  await expect.poll(() => scenarios().querySelector('.failure')).toBeTruthy();
  await expectAccessible(element);
  await show(element, 'publish', 'arende-publish-view');
  element.renderRoot.querySelector<HTMLElement>('.save')!.click();
  await expect.poll(() => publish.querySelector('.comment')).toBeTruthy();
  await expectAccessible(element);
  pressButton(publish, 'Publish');
  await expect
    .poll(() => element.renderRoot.querySelector('dialog[open]')?.textContent)
    .toContain('One of your scenarios does not hold.');
  pressButton(element.renderRoot.querySelector('dialog')!, 'Cancel');
  // What the new text does is what it is meant to do.
  await show(element, 'scenarios', 'arende-scenario-view');
  await expect.poll(() => scenarios().querySelector('.failure')).toBeTruthy();
  pressButton(scenarios(), 'This is how it is to be now');
  await expect.poll(() => scenarios().querySelector('.verdict')?.textContent.trim()).toBe('1 holds');
  expect(element.open!.isDirty).toBe(true);
});

test('a case is stepped through with other settings and for another kind of client, and kept with them', async () => {
  const { element } = await openBench();
  await show(element, 'steps', 'arende-step-view');
  const steps = inside(element, 'arende-step-view');
  await expect.poll(() => steps.querySelector('.values summary')?.textContent).toBe('Settings and client');
  steps.querySelector<HTMLElement>('.values summary')!.click();
  const form = () => steps.querySelector('.values arende-form')!.shadowRoot!;
  await expect.poll(() => form().querySelector<HTMLInputElement>('input[inputmode=numeric]')?.value).toBe('5');
  const day = form().querySelector<HTMLInputElement>('input[inputmode=numeric]')!;
  await userEvent.fill(day, '20');
  form().querySelector<HTMLElement>('[part=submit]')!.click();
  await expect.poll(() => steps.querySelector('.entry.task .due')?.textContent).toMatch(/\b2[0-2] [A-Z]/);
  pressButton(steps, 'A day');
  pressButton(steps, 'Save as a scenario');
  await expect.poll(() => steps.querySelector('.asking arende-form')?.shadowRoot?.querySelector('input')).toBeTruthy();
  steps.querySelector('.asking arende-form')!.shadowRoot!.querySelector('input')!.focus();
  await userEvent.keyboard('Later{Enter}');
  await expect.poll(() => element.open!.scenarios?.scenarios[0]?.settings).toMatchObject({ lastHandInDay: 20 });
  expect([...steps.querySelectorAll('.who-am-i option')].map((option) => option.textContent)).toContain(
    'Eva Chef (administrator)',
  );
  await expectAccessible(element);
});

test('a process that somebody has to start says so, takes what it is started with, and leads on', async () => {
  const { element } = await openBench({ archive: archiveOf(approval), id: 'payment-approval' });
  await show(element, 'year', 'arende-year-view');
  const year = inside(element, 'arende-year-view');
  await expect.poll(() => year.querySelector('.hint')?.textContent).toContain('does not open by itself');
  await expect.poll(() => year.querySelector('.total')?.textContent).toMatch(/1 case opens/);
  expect(year.querySelector('.values summary')!.textContent).toContain('What the case is started with');
  await expectAccessible(element);
  const before = year.querySelectorAll('.entry').length;
  pressButton(year, 'Let everybody answer after a day');
  await expect.poll(() => year.querySelectorAll('.entry').length).not.toBe(before);
  expect(year.querySelector('.hint')).toBeNull();
  element.tab = 'chart';
});

test('a chart that is larger than its room opens where a case begins, and can be seen whole', async () => {
  const { element } = await openBench({ archive: archiveOf(invoice), id: 'invoice' });
  const chart = () => inside(element, 'arende-chart-view');
  const room = () => chart().querySelector<HTMLElement>('.room')!;
  const first = () => chart().querySelector(`.arende-chart-state[data-path="${invoice.initial}"]`);
  const isInSight = (): boolean => {
    const [box, view] = [first()?.getBoundingClientRect(), room().getBoundingClientRect()];
    return (
      box !== undefined &&
      box.left >= view.left &&
      box.right <= view.right &&
      box.top >= view.top &&
      box.top < view.bottom
    );
  };
  await expect.poll(() => chart().querySelector('svg')).toBeTruthy();
  await expect.poll(isInSight).toBe(true);
  expect(room().scrollWidth).toBeGreaterThan(room().clientWidth);
  // Whoever comes back to it finds no empty corner either.
  await show(element, 'publish', 'arende-publish-view');
  await show(element, 'chart', 'arende-chart-view');
  await expect.poll(isInSight).toBe(true);
  const whole = [...chart().querySelectorAll('button')].find((button) => button.textContent.trim() === 'Show all')!;
  expect(whole.getAttribute('aria-pressed')).toBe('false');
  whole.click();
  await expect.poll(() => whole.getAttribute('aria-pressed')).toBe('true');
  expect(room().scrollWidth).toBeLessThanOrEqual(room().clientWidth);
});

test('what a shipped process must do is played on the text at hand, and on a copy of it', async () => {
  const archive = { ...archiveOf(bookkeeping), scenarios: { 'period-bookkeeping': bookkeepingScenarios } };
  const { element } = await openBench({ archive });
  await show(element, 'scenarios', 'arende-scenario-view');
  const scenarios = () => inside(element, 'arende-scenario-view');
  const { length } = bookkeepingScenarios.scenarios;
  await expect.poll(() => scenarios().querySelector('.verdict')?.textContent.trim()).toBe(`${length} hold`);
  element.open!.write(element.open!.text.replace('"default": 5', '"default": 12'));
  await expect.poll(() => scenarios().querySelector('.verdict')!.textContent).toMatch(/\d+ (do|does) not hold/);
  expect(scenarios().querySelector('.failure')).toBeTruthy();
  expect(visibleText(element)).not.toContain('Remove');
  await expectAccessible(element);
  element.renderRoot.querySelector<HTMLElement>('.back')!.click();
  await expect.poll(() => element.renderRoot.querySelector('dialog[open]')).toBeTruthy();
  pressButton(element.renderRoot.querySelector('dialog')!, 'Discard the changes');
  await expect.poll(() => element.renderRoot.querySelector('.processes')).toBeTruthy();
  pressButton(element.renderRoot, 'Copy');
  await expect
    .poll(() => element.renderRoot.querySelector('dialog arende-form')?.shadowRoot?.querySelector('[part=submit]'))
    .toBeTruthy();
  element.renderRoot
    .querySelector('dialog arende-form')!
    .shadowRoot!.querySelector<HTMLElement>('[part=submit]')!
    .click();
  await expect.poll(() => element.open?.definitionId).toBe('period-bookkeeping-2');
  await expect.poll(() => focused()?.textContent).toBe('Bookkeeping 2');
  expect(element.open!.scenarios!.scenarios).toHaveLength(length);
  await show(element, 'scenarios', 'arende-scenario-view');
  await expect.poll(() => scenarios().querySelector('.verdict')?.textContent.trim()).toBe(`${length} hold`);
});

/** What a text would do, as the server says it. */
function answerImpact(server: FakeServer): void {
  server.on('POST', /\/blast-radius$/, () => ({
    hash: 'sha256-2',
    running: 1,
    at: '2026-11-22T08:00:00.000Z',
    instances: { open: 3, examined: 3, lookedAhead: 3, move: 2, refused: 1, stay: 0 },
    states: [{ path: 'collecting.waiting', exists: false, status: 'waiting', instances: 3, move: 2, refused: 1 }],
    problems: [],
    deadlines: { total: 0, items: [] },
    tasksAppearing: { total: 0, items: [] },
    tasksDisappearing: { total: 0, items: [] },
    dueDates: { total: 0, items: [] },
    people: [],
    bounds: { months: 6, mostInstances: 100, mostLookedAhead: 100, leftOut: [] },
  }));
}

test('a change says what it means for people and for what runs, is saved, and published once it is confirmed', async () => {
  const { element, server, archive } = await openBench();
  answerImpact(server);
  await show(element, 'publish', 'arende-publish-view');
  const publish = inside(element, 'arende-publish-view');
  element.open!.write(element.open!.text.replace('"default": 5', '"default": 8'));
  await expect.poll(() => publish.querySelector('.changes')?.textContent).toMatch(/5 → 8/);
  pressButton(publish, 'Look');
  await expect.poll(() => publish.textContent).toMatch(/3 cases are running/);
  // The state as the board calls it, with its path.
  expect(publish.querySelector('tbody td')!.textContent).toMatch(/Waiting\s+collecting.waiting/);
  pressButton(publish, 'Save draft');
  await expect.poll(() => archive.drafts.length).toBe(1);
  await expect.poll(() => publish.querySelector('.comment')).toBeTruthy();
  server.on('POST', /^\/v1\/drafts\/[^/]+\/publish$/, ({ body }) => {
    expect(body).toEqual({ expectedVersion: 1 });
    const [before] = archive.versions['period-bookkeeping']!;
    const text = archive.drafts.shift()!.text;
    archive.versions['period-bookkeeping']!.unshift({ ...before!, version: 2, text, definition: JSON.parse(text) });
    return { id: 'period-bookkeeping', version: 2, hash: 'sha256-2', created: true };
  });
  pressButton(publish, 'Publish');
  await expect.poll(() => element.renderRoot.querySelector('dialog[open]')).toBeTruthy();
  pressButton(element.renderRoot.querySelector('dialog')!, 'Publish');
  await expect.poll(() => publish.textContent).toContain('Version 2 is published.');
  expect(visibleText(element)).toContain('version 2 · As in use');
  await expectAccessible(element);
});

test('who needs a second administrator sends the draft, the other approves it, and focus stays where one was', async () => {
  const archive = archiveOf(bookkeeping);
  const may = { update: true, submit: true, withdraw: false, approve: false, publish: false, remove: true };
  archive.drafts.push(draft('period-bookkeeping', textOf({ ...bookkeeping, area: 'mine' }), { may }));
  const { element, server } = await openBench({ archive });
  server.on('POST', /^\/v1\/drafts\/[^/]+\/submit$/, ({ body, headers }) => {
    expect(headers.get('If-Match')).toBe('"1"');
    expect(body).toEqual({ comment: 'Why' });
    const sent = { ...archive.drafts[0]!, etag: '"2"', status: 'in_review' as const };
    archive.drafts[0] = { ...sent, may: { ...may, submit: false, withdraw: true } };
    return archive.drafts[0];
  });
  await show(element, 'publish', 'arende-publish-view');
  const publish = () => inside(element, 'arende-publish-view');
  await expect.poll(() => publish().textContent).toContain('Another administrator approves it');
  const comment = publish().querySelector('textarea')!;
  comment.value = 'Why';
  comment.dispatchEvent(new Event('input'));
  const submit = [...publish().querySelectorAll('button')].find((button) => button.textContent === 'Send for review')!;
  submit.focus();
  await press('{Enter}');
  await expect.poll(() => publish().textContent).toContain('waits for another administrator');
  await expect.poll(() => focused()?.textContent?.trim()).toBe('Publish');
  expect(publish().textContent).toContain('Take back from review');
  await expectAccessible(element);
  // What somebody does to it without touching its text is shown, and nothing has to be fetched.
  const sent = archive.drafts[0]!;
  archive.drafts[0] = { ...sent, etag: '"9"', status: 'approved' };
  element.published();
  await expect.poll(() => visibleText(element)).toContain('Approved, not published');
  expect(visibleText(element)).not.toContain('Somebody else has saved this draft');
  archive.drafts[0] = { ...sent, etag: '"10"', text: textOf({ ...bookkeeping, area: 'theirs' }) };
  element.published();
  await expect.poll(() => visibleText(element)).toContain('Somebody else has saved this draft');
  archive.drafts[0] = sent;
  // The other one opens the same draft, and may approve it.
  archive.drafts[0] = { ...archive.drafts[0]!, may: { ...may, submit: false, approve: true } };
  const other = await openBench({ archive });
  other.server.on('POST', /^\/v1\/drafts\/[^/]+\/approve$/, ({ headers }) => {
    expect(headers.get('If-Match')).toBe('"2"');
    archive.drafts[0] = {
      ...archive.drafts[0]!,
      etag: '"3"',
      status: 'approved',
      reviewedBy: { ...eva, name: 'Adam Exempel' },
      may: { ...may, submit: false, publish: true },
    };
    return archive.drafts[0];
  });
  await show(other.element, 'publish', 'arende-publish-view');
  pressButton(inside(other.element, 'arende-publish-view'), 'Approve');
  await expect
    .poll(() => inside(other.element, 'arende-publish-view').textContent)
    .toContain('Adam Exempel has reviewed');
});

test('an earlier version comes back as a new one; a state that is gone has its likely heir suggested', async () => {
  const { collecting } = bookkeeping.states;
  const { waiting: awaiting, ...others } = collecting.states;
  const renamed = { ...collecting, initial: 'awaiting', states: { awaiting, ...others } };
  const books = JSON.parse(
    JSON.stringify(bookkeeping.states.books).replaceAll('collecting.waiting', 'collecting.awaiting'),
  );
  const definition = { ...bookkeeping, states: { ...bookkeeping.states, collecting: renamed, books } };
  const archive = archiveOf(bookkeeping);
  const [first] = archive.versions['period-bookkeeping']!;
  const second = {
    ...first!,
    version: 2,
    hash: 'sha256-2',
    origin: 'firm' as const,
    openInstances: 0,
    text: textOf(definition),
    definition,
  };
  archive.versions['period-bookkeeping'] = [second, { ...first!, running: false }];
  const { element, server } = await openBench({ archive });
  server.on('GET', /^\/v1\/migrations$/, () => ({ items: [] }));
  const mappings: unknown[] = [];
  server.on('POST', /\/dry-run$/, ({ body }) => {
    const { mapping } = body as { mapping: { states: Record<string, string> } };
    mappings.push(mapping.states);
    const moves = mapping.states['collecting.waiting'] !== undefined;
    const problem = {
      code: 'state_gone',
      subject: 'collecting.waiting',
      text: { sv: 'Läget finns inte.', en: 'The state is gone.' },
    };
    return {
      nextCursor: null,
      items: [
        {
          instanceId: 'i1',
          label: { sv: 'Bokföring', en: 'Bookkeeping' },
          client: null,
          fromVersion: 1,
          outcome: moves ? 'moves' : 'refused',
          states: ['collecting.waiting'],
          toStates: moves ? ['collecting.awaiting'] : [],
          problems: moves ? [] : [problem],
          tasksAppearing: [],
          tasksDisappearing: [],
          mailsAppearing: [],
          mailsDisappearing: [],
          deadlines: [],
        },
      ],
    };
  });
  await show(element, 'versions', 'arende-version-view');
  const versions = inside(element, 'arende-version-view');
  await expect.poll(() => versions.textContent).toContain('Try the move');
  pressButton(versions, 'Try the move');
  await expect
    .poll(() => versions.querySelector<HTMLSelectElement>('.mapping select')?.value)
    .toBe('collecting.awaiting');
  expect(versions.textContent).not.toContain('Move 1 case');
  pressButton(versions, 'Try the move');
  await expect.poll(() => versions.textContent).toContain('Move 1 case');
  expect(mappings).toEqual([{}, { 'collecting.waiting': 'collecting.awaiting' }]);
  await expectAccessible(element);

  const goBack = async (): Promise<void> => {
    pressButton(versions, 'Go back to this');
    await expect.poll(() => element.renderRoot.querySelector('dialog[open]')).toBeTruthy();
    pressButton(element.renderRoot.querySelector('dialog')!, 'Go back to this');
  };
  server.on('POST', /\/versions\/1\/rollback$/, () => {
    throw new FakeProblem(409, 'review_required', 'As the server says it.');
  });
  await goBack();
  await expect.poll(() => versions.textContent).toContain('Another administrator approves every version.');
  server.on('POST', /\/versions\/1\/rollback$/, () => {
    const back = { ...first!, version: 3, rollbackOf: 1, running: true };
    archive.versions['period-bookkeeping']!.unshift(back);
    return { id: 'period-bookkeeping', version: 3, hash: 'sha256-1', created: true };
  });
  await goBack();
  await expect.poll(() => versions.textContent).toContain('Version 3 is published.');
  expect(versions.textContent).toContain('the same text as version 1');
  expect(element.open!.text).toBe(first!.text);
});

test('somebody else has saved the draft: the author chooses whose text stays', async () => {
  const archive = archiveOf(bookkeeping);
  archive.drafts.push(draft('period-bookkeeping', textOf(bookkeeping)));
  const { element } = await openBench({ archive });
  archive.drafts[0] = { ...archive.drafts[0]!, etag: '"7"', text: textOf({ ...bookkeeping, area: 'theirs' }) };
  element.open!.write(element.open!.text.replace('"area": "bookkeeping"', '"area": "mine"'));
  await press('{Control>}s{/Control}');
  element.renderRoot.querySelector<HTMLElement>('.save')!.click();
  await expect.poll(() => visibleText(element)).toContain('Somebody else has saved the draft');
  pressButton(element.renderRoot.querySelector('dialog')!, 'Take their text');
  await expect.poll(() => element.open!.text).toContain('"theirs"');
  expect(element.open!.isDirty).toBe(false);
});

test('what is not saved is not lost by leaving, by expiry, or without a network', async () => {
  const { element, server } = await openBench();
  const changed = element.open!.text.replace('"area": "bookkeeping"', '"area": "mine"');
  element.open!.write(changed);
  element.renderRoot.querySelector<HTMLElement>('.back')!.click();
  await expect.poll(() => visibleText(element)).toContain('Save before you leave?');
  pressButton(element.renderRoot.querySelector('dialog')!, 'Stay');
  server.goOffline();
  element.renderRoot.querySelector<HTMLElement>('.save')!.click();
  await expect.poll(() => element.renderRoot.querySelector('dialog[open]')?.textContent).toContain('Not saved');
  pressButton(element.renderRoot.querySelector('dialog')!, 'OK');
  expect(element.open!.text).toBe(changed);
  server.goOnline();
  server.tokens.clear();
  server.secret = '';
  element.renderRoot.querySelector<HTMLElement>('.save')!.click();
  await expect.poll(() => visibleText(element)).toContain('You have been logged out');
  server.secret = 'again';
  pressButton(element.renderRoot, 'Try again');
  await expect.poll(() => codeOf(element)?.text).toBe(changed);
});

test('who is no administrator is told so, and who may only read has nothing to press', async () => {
  const reader = await openBench({ act: false });
  expect(visibleText(reader.element)).toContain('Read only');
  expect(reader.element.renderRoot.querySelector('.save')).toBeNull();
  reader.server.on('GET', /^\/v1\/definitions$/, () => {
    throw new FakeProblem(403, 'administrator_required', 'Only administrators.');
  });
  const other = document.createElement('arende-definition-editor');
  document.body.replaceChildren(other);
  await expect.poll(() => visibleText(other)).toContain('For administrators only');
  await expectAccessible(other);
});

test.each([1440, 390])(
  'nothing is wider than a window of %i px, and axe has nothing to complain of',
  async (widthPx) => {
    const { element } = await openBench({ language: 'sv', widthPx });
    await expect.poll(() => inside(element, 'arende-chart-view').querySelector('svg')).toBeTruthy();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(widthPx);
    await expectAccessible(element);
  },
);
