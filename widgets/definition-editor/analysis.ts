/** What the editor takes from the pure core, in a chunk of its own. */
export { check } from '../../definitions/language/check.ts';
