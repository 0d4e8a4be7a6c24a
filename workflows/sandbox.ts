/**
 * Temporal's sandbox puts a deterministic function in the place of `Date`, but a date's `constructor` stays the original
 * one. CEL tells timestamps by their constructor, so without this every `now` in a definition is of an unknown type.
 * Loaded before everything else in the bundle.
 */
Object.defineProperty(Date.prototype, 'constructor', { value: Date, writable: true, configurable: true });

/**
 * The SDK takes a stack trace for every promise, and each frame of it is looked up in the source map. Three frames tell
 * as much as ten here, since all of a process runs through the same few functions, and cost a third.
 */
Error.stackTraceLimit = 3;
export {};
