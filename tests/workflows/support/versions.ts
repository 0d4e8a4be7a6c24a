import type { Definition } from '../../../definitions/language/types.ts';
import { handIn } from './definitions.ts';

const { received, ...states } = handIn.states;

/** The next version of the hand-in: `received` is called `checking` now, and the firm is told when something arrives. */
export const handInWithCheck: Definition = {
  ...handIn,
  templates: {
    ...handIn.templates,
    check: { subject: { sv: 'Nytt', en: 'New' }, body: { sv: 'Granska det.', en: 'Please check it.' } },
  },
  states: {
    ...states,
    open: {
      ...states.open,
      on: {
        handIn: { target: 'checking', actions: { type: 'notify', params: { template: 'thanks', to: 'client' } } },
      },
    },
    checking: { ...received, entry: { type: 'notify', params: { template: 'check', to: 'firm' } } },
  },
};
