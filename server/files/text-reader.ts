import { Worker } from 'node:worker_threads';

const longestMs = 30_000;
const mostMegabytes = 512;

/** Reads the text of PDF files, one at a time, in a thread that is ended when it takes too long or too much. */
export class TextReader {
  #thread: Worker | null = null;
  #answer: (text: string) => void = () => {};

  /** The text; '' for what cannot be read. */
  async read(file: string): Promise<string> {
    const thread = (this.#thread ??= this.#start());
    const text = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), longestMs);
      this.#answer = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      thread.postMessage(file);
    });
    if (text === null) await this.close();
    return text ?? '';
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(new URL('./text-thread.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
      stdout: true,
      stderr: true,
    });
    const ended = () => {
      if (this.#thread === thread) this.#thread = null;
      this.#answer('');
    };
    thread.on('message', (text: string) => this.#answer(text));
    thread.on('error', ended);
    thread.on('exit', ended);
    return thread;
  }
}
