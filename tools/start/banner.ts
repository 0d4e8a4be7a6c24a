import type { Settings } from './settings.ts';

/** The addresses to open, in a box. */
export function banner({ config, cluster, demoPort, mailboxPort, temporalUiPort, bankIdPort }: Settings): string {
  const rows = [
    ["The demo firm's site", `http://localhost:${demoPort}/`],
    ["The consultant's page", `http://localhost:${demoPort}/byra`],
    ['Log in', `${config.publicUrl}/login`],
    ...(bankIdPort === null ? [] : [['The BankID simulator', `http://localhost:${bankIdPort}/`]]),
    ['The mailbox', `http://localhost:${mailboxPort}/`],
    ...(cluster ? [] : [["Temporal's web UI", `http://localhost:${temporalUiPort}/`]]),
    ['The API', `${config.publicUrl}/v1/openapi.json`],
  ];
  const lines = [
    'Arende runs.',
    '',
    ...rows.map(([what, url]) => `${what!.padEnd(22)} ${url}`),
    '',
    'Ctrl-C stops it.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 2);
  return ['', `┌${edge}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${edge}┘`, ''].join('\n');
}
