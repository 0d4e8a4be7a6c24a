import type { Text } from '../language/types.ts';
import type { Scenario } from './scenario.ts';

/** Apart from what plays scenarios, which is far larger. */
export const titleOf = ({ title }: Pick<Scenario, 'title'>): Text =>
  typeof title === 'string' ? { sv: title, en: title } : title;
