/** The workflow types that the worker runs. Everything exported here becomes one. */
export { process } from './process.ts';
