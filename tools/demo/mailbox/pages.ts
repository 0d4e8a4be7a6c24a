import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, raw } from '../html.ts';
import type { Html } from '../html.ts';
import type { Letter, Letters } from './letters.ts';

const asset = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
const STYLE = asset('mailbox.css');
const SCRIPT = asset('mailbox.js');

const PAGE_CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// What arrived by mail is shown in a frame that can run nothing and fetch nothing; its links open a new tab.
const LETTER_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** `/` the list, `/mail/<id>` one mail, `/mail/<id>/html` its HTML for the frame, `/newest` for the script. */
export function mailboxPages(letters: Letters) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mailbox');
    const send = (status: number, type: string, body: string | Buffer, csp = PAGE_CSP): void => {
      response.writeHead(status, {
        'Content-Type': type,
        'Content-Security-Policy': csp,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'Only GET.');
    if (pathname === '/mailbox.css') return send(200, 'text/css; charset=utf-8', STYLE);
    if (pathname === '/mailbox.js') return send(200, 'text/javascript; charset=utf-8', SCRIPT);
    const all = letters.list();
    if (pathname === '/newest') return send(200, 'application/json', JSON.stringify({ state: stateOf(all) }));
    const to = searchParams.get('to') ?? '';
    const shown = to === '' ? all : all.filter((letter) => letter.to === to);
    const page = (letter: Letter | undefined): string =>
      pageHtml({ shown, all, to, letter, asText: searchParams.has('text') }).markup;
    if (pathname === '/') return send(200, 'text/html; charset=utf-8', page(undefined));
    const [, id, part] = /^\/mail\/([A-Za-z0-9-]+)(\/html)?$/.exec(pathname) ?? [];
    const letter = id === undefined ? undefined : letters.find(id);
    if (!letter) return send(404, 'text/plain; charset=utf-8', 'Mejlet finns inte.');
    if (!part) return send(200, 'text/html; charset=utf-8', page(letter));
    // A frame has no address of its own to come back to, so every link gets a tab.
    send(
      200,
      'text/html; charset=utf-8',
      (letter.html ?? '').replace('<head>', '<head><base target="_blank">'),
      LETTER_CSP,
    );
  };
}

const stateOf = (letters: Letter[]): string => letters.map(({ id, copies }) => `${id}:${copies}`).join();
const when = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Stockholm',
});
const nameOf = (address: string): string => /^(.+) </.exec(address)?.[1] ?? address;

interface View {
  shown: Letter[];
  all: Letter[];
  to: string;
  letter: Letter | undefined;
  asText: boolean;
}

function pageHtml(view: View): Html {
  const { letter } = view;
  return html`<!doctype html>
    <html lang="sv">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${letter ? letter.subject : `Mejl (${view.shown.length})`} · Demobrevlåda</title>
        <link rel="stylesheet" href="/mailbox.css" />
        <script type="module" src="/mailbox.js"></script>
      </head>
      <body class="${letter ? 'reading' : 'listing'}" data-state="${stateOf(view.all)}">
        <header>
          <h1><a href="/">Demobrevlåda</a></h1>
          <p>Alla mejl från demon hamnar här. Inget skickas vidare.</p>
        </header>
        <div class="panes">
          <nav aria-label="Mejl">${recipients(view)}${list(view)}</nav>
          <main>
            ${letter ? reading(letter, view) : html`<p class="empty">${view.shown.length > 0 ? 'Välj ett mejl för att läsa det.' : 'Inga mejl än. De kommer hit av sig själva.'}</p>`}
          </main>
        </div>
      </body>
    </html>`;
}

function recipients({ all, to }: View): Html {
  const names = [...new Set(all.map((letter) => letter.to))].toSorted((a, b) => a.localeCompare(b, 'sv'));
  if (names.length < 2) return raw('');
  const link = (value: string, label: string): Html =>
    html`<li>
      <a
        href="${value === '' ? '/' : `/?to=${encodeURIComponent(value)}`}"
        ${raw(value === to ? 'aria-current="true"' : '')}
        >${label}</a
      >
    </li>`;
  return html`<ul class="recipients" aria-label="Mottagare">
    ${link('', 'Alla')}${names.map((name) => link(name, nameOf(name)))}
  </ul>`;
}

function list({ shown, letter, to }: View): Html {
  const query = to === '' ? '' : `?to=${encodeURIComponent(to)}`;
  return html`<ol class="letters">
    ${shown.map(
      (item) =>
        html`<li>
          <a href="/mail/${item.id}${query}" ${raw(item.id === letter?.id ? 'aria-current="page"' : '')}>
            <span class="to" dir="auto">${nameOf(item.to)}</span>
            <time datetime="${item.receivedAt}">${when.format(new Date(item.receivedAt))}</time>
            <span class="subject" dir="auto">${item.subject}</span>
            <span class="from" dir="auto"
              >${nameOf(item.from)}${item.copies > 1 ? html` <b class="copies">kom ${item.copies} gånger</b>` : ''}</span
            >
          </a>
        </li>`,
    )}
  </ol>`;
}

function reading(letter: Letter, { asText, to }: View): Html {
  const path = `/mail/${letter.id}`;
  const query = to === '' ? '' : `to=${encodeURIComponent(to)}`;
  const current = (yes: boolean): Html => raw(yes ? 'aria-current="true"' : '');
  const textShown = asText || letter.html === null;
  return html`<a class="back" href="/${query && `?${query}`}">Alla mejl</a>
    <article>
      <h2 dir="auto">${letter.subject}</h2>
      <dl>
        <dt>Från</dt>
        <dd dir="auto">${letter.from}</dd>
        <dt>Till</dt>
        <dd dir="auto">${letter.to}</dd>
        <dt>Kom</dt>
        <dd>${when.format(new Date(letter.receivedAt))}${letter.copies > 1 ? ` (${letter.copies} gånger)` : ''}</dd>
        <dt>Message-ID</dt>
        <dd class="id">${letter.messageId}</dd>
      </dl>
      <p class="views">
        <a href="${path}?${query}" ${current(!textShown)}>Som mejl</a>
        <a href="${path}?text&amp;${query}" ${current(textShown)}>Som text</a>
      </p>
      ${
        textShown
          ? html`<pre dir="auto">${letter.text}</pre>`
          : html`<iframe
              title="Mejlets innehåll"
              src="${path}/html"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            ></iframe>`
      }
    </article>`;
}
