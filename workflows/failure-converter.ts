import { DefaultFailureConverter } from '@temporalio/common';

/** With encryption on, the messages and stacks of failures go through the codec like every other payload. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
