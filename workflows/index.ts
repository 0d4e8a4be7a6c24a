/** The workflow types that the worker runs. Everything exported here becomes one. */
import './sandbox.ts';

export { process } from './process.ts';
