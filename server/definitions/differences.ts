import type { Static } from '@sinclair/typebox';
import type { Json } from '../../definitions/language/types.ts';
import type { Difference } from './schema.ts';

type DifferenceView = Static<typeof Difference>;
const most = 1000;

/** Where two texts differ, innermost places only, in the order of the first and then the second. */
export function differences(before: Json, after: Json): DifferenceView[] {
  const found: DifferenceView[] = [];
  compare(before, after, '', found);
  return found.slice(0, most);
}

function compare(before: Json, after: Json, pointer: string, found: DifferenceView[]): void {
  if (found.length >= most || JSON.stringify(before) === JSON.stringify(after)) return;
  if (!isObject(before) || !isObject(after)) return void found.push({ pointer, kind: 'changed', before, after });
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(after, name)) found.push({ pointer: at, kind: 'removed', before: before[name] });
    else if (!Object.hasOwn(before, name)) found.push({ pointer: at, kind: 'added', after: after[name] });
    else compare(before[name]!, after[name]!, at, found);
  }
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
