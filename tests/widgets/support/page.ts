import axe from 'axe-core';
import { expect, onTestFinished } from 'vitest';
import { init, session } from '../../../widgets/base/session.ts';
import { FakeServer } from './fake-server.ts';

export function startServer(): FakeServer {
  const server = new FakeServer().install();
  onTestFinished(() => {
    document.body.replaceChildren();
    session.end();
    session.setOnline(true);
    session.locale = null;
    server.uninstall();
  });
  return server;
}

/** Puts an element on the page with a session at the server, in the language given. */
export function show<K extends keyof HTMLElementTagNameMap>(
  server: FakeServer,
  tag: K,
  options: { language?: 'sv' | 'en'; attributes?: Record<string, string> } = {},
): HTMLElementTagNameMap[K] {
  document.documentElement.lang = options.language ?? 'sv';
  document.title = 'Arende';
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options.attributes ?? {})) element.setAttribute(name, value);
  document.body.append(element);
  init({ fetchClientSecret: server.fetchClientSecret, baseUrl: server.baseUrl });
  return element;
}

/** All that a user can read in an element, through shadow roots, without what only screen readers get. */
export function visibleText(element: Element): string {
  const root = element.shadowRoot ?? element;
  const texts: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Text) return void texts.push(node.data);
    if (node instanceof Element) {
      if (node.matches('.sr, style, script, dialog:not([open])') || !node.checkVisibility()) return;
      if (node.shadowRoot) return node.shadowRoot.childNodes.forEach(walk);
    }
    node.childNodes.forEach(walk);
  };
  root.childNodes.forEach(walk);
  const text = texts.join(' ').replace(/\s+/g, ' ');
  // Words in elements of their own stand apart here, but not on the screen.
  return text
    .replace(/ ([,.)])/g, '$1')
    .replace(/\( /g, '(')
    .trim();
}

export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // A widget is a part of a page; the page has the landmarks and the first heading.
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`));
  expect(found).toEqual([]);
}
