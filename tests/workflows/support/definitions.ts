import type { Definition } from '../../../definitions/language/types.ts';

const text = (sv: string, en = sv) => ({ sv, en });

/**
 * A small hand-in with everything that the interpreter has to carry: a deadline, a reminder, a form, two roles, an
 * action outside the tasks, and a notice in each direction.
 */
export const handIn: Definition = {
  id: 'test-hand-in',
  title: text('Inlämning', 'Hand-in'),
  roles: {
    client: { title: text('Kund', 'Client'), members: 'client' },
    firm: { title: text('Byrån', 'Firm'), members: 'firm' },
  },
  statuses: {
    waiting: { label: text('Väntar', 'Waiting'), tone: 'neutral', order: 1 },
    late: { label: text('Försenad', 'Late'), tone: 'danger', order: 2 },
    received: { label: text('Ny', 'New'), tone: 'info', order: 3 },
    done: { label: text('Klar', 'Done'), tone: 'success', order: 4 },
  },
  deadlines: {
    last: { title: text('Sista dag', 'Last day'), from: 'period.end', months: 1, day: 5, roll: 'next' },
  },
  templates: {
    remind: { subject: text('Påminnelse', 'Reminder'), body: text('Lämna in.', 'Please hand in.') },
    back: { subject: text('Tillbaka', 'Sent back'), body: text('Det saknas något.', 'Something is missing.') },
    thanks: { subject: text('Tack', 'Thank you'), body: text('Vi har fått det.', 'We have received it.') },
  },
  initial: 'open',
  states: {
    open: {
      initial: 'waiting',
      tasks: {
        handIn: {
          for: 'client',
          title: text('Lämna in underlag', 'Hand in your documents'),
          event: 'handIn',
          due: 'last',
          form: {
            type: 'object',
            properties: { complete: { const: true }, note: { type: 'string' } },
            required: ['complete'],
          },
          reminders: { template: 'remind', daysBefore: [3, 0], thenEvery: 3 },
        },
      },
      on: { handIn: { target: 'received', actions: { type: 'notify', params: { template: 'thanks', to: 'client' } } } },
      states: {
        waiting: { status: 'waiting', after: { last: { target: 'late' } } },
        late: { status: 'late' },
      },
    },
    received: {
      status: 'received',
      tasks: { review: { for: 'firm', title: text('Granska', 'Review'), event: 'approve' } },
      actions: { sendBack: { for: ['firm'], label: text('Skicka tillbaka', 'Send back') } },
      on: {
        approve: 'finished',
        sendBack: { target: 'open', actions: { type: 'notify', params: { template: 'back', to: 'client' } } },
      },
    },
    finished: { type: 'final', status: 'done' },
  },
};

/** Every kind of effect in one step, and the answer of a call as an event. */
export const relay: Definition = {
  id: 'test-relay',
  title: text('Stafett', 'Relay'),
  key: '${input.reference}',
  input: { type: 'object', properties: { reference: { type: 'string' } } },
  roles: { client: { title: text('Kund', 'Client'), members: 'client' } },
  statuses: {
    idle: { label: text('Vilar', 'Idle'), tone: 'neutral', order: 1 },
    busy: { label: text('Pågår', 'Busy'), tone: 'info', order: 2 },
    done: { label: text('Klar', 'Done'), tone: 'success', order: 3 },
  },
  templates: { begun: { subject: text('Igång', 'Begun'), body: text('Det har börjat.', 'It has begun.') } },
  context: { amountMinor: 0, problem: '', nudges: 0 },
  initial: 'idle',
  states: {
    idle: {
      status: 'idle',
      tasks: {
        begin: {
          for: 'client',
          title: text('Börja', 'Begin'),
          event: 'begin',
          form: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
        },
      },
      on: {
        begin: {
          target: 'busy',
          actions: [
            { type: 'notify', params: { template: 'begun', to: 'client' } },
            { type: 'file', params: { document: "'d-receipt'", path: 'dokument/2026', name: 'Kvitto.pdf' } },
            { type: 'send', params: { to: "'i-other'", event: 'nudge', data: { what: 'event.data.what' } } },
            {
              type: 'call',
              params: { activity: 'pay', input: { what: 'event.data.what' }, done: 'paid', failed: 'refused' },
            },
          ],
        },
        nudge: { actions: { type: 'assign', params: { nudges: 'context.nudges + 1' } } },
      },
    },
    busy: {
      status: 'busy',
      on: {
        paid: {
          target: 'finished',
          actions: { type: 'assign', params: { amountMinor: 'int(event.data.amountMinor)' } },
        },
        refused: { target: 'idle', actions: { type: 'assign', params: { problem: 'string(event.data.code)' } } },
      },
    },
    finished: { type: 'final', status: 'done' },
  },
};

/** The same, with a bank that is waited for two seconds. */
export const impatient: Definition = structuredClone(relay);
impatient.id = 'test-impatient';
impatient.states['idle']!.on!['begin'] = {
  target: 'busy',
  actions: {
    type: 'call',
    params: {
      activity: 'pay',
      input: { what: 'event.data.what' },
      done: 'paid',
      failed: 'refused',
      timeout: 'PT2S',
      timedOut: 'silent',
    },
  },
};
impatient.states['busy']!.on!['silent'] = {
  target: 'idle',
  actions: { type: 'assign', params: { problem: "'silent'" } },
};
