// CommonJS, because the SDK loads it by path with require() in client and worker, where TypeScript may not be.
// oxlint-disable-next-line typescript/no-require-imports
const { DefaultFailureConverter } = require('@temporalio/common');

/** With encryption on, the messages and stacks of failures go through the codec like every other payload. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
