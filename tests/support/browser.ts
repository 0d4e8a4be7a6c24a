import { existsSync } from 'node:fs';
import { type Browser, chromium, type LaunchOptions } from 'playwright';
import { PATIENCE_MS } from './patience.ts';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium: `ARENDE_CHROMIUM`, the system's own, Playwright's download; null when there is none. */
export function findChromium(): string | null {
  const candidates = [process.env.ARENDE_CHROMIUM, ...SYSTEM_BROWSERS, chromium.executablePath()];
  return candidates.find((candidate) => candidate && existsSync(candidate)) ?? null;
}

export function browserLaunchOptions(): LaunchOptions {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--force-color-profile=srgb',
  ];
  // Chromium's sandbox refuses to run as root, which is what containers run tests as.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return { executablePath: findChromium() ?? undefined, args };
}

/** A headless browser for an end-to-end test; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch(browserLaunchOptions());
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}
