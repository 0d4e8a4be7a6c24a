import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// A thread does not inherit what runs TypeScript in the main one.
register();
const { pdfText } = await import('./pdf-text.ts');

// A thread of its own: a PDF that is made to do harm takes its thread with it, not the server.
parentPort.on('message', async (file) => {
  parentPort.postMessage(await pdfText(file).catch(() => ''));
});
