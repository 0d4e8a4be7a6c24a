import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserLaunchOptions } from './tests/support/browser.ts';
import { standaloneValidator, validators } from './widgets/build/standalone.ts';

/** A condition that comes true comes true early; this is for a machine that does much else. */
const POLL_LIMIT_MS = 20_000;

/**
 * One project per level. `npx vitest run --project server` runs one of them, `npm test` all.
 * Forks, not threads: Temporal's native core does not survive being unloaded with a thread.
 */
const node = {
  environment: 'node' as const,
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: POLL_LIMIT_MS } },
};

export default defineConfig({
  test: {
    /** Two cores are enough for everybody: a test that only passes alone is a broken test, a machine that swaps is slower. */
    maxWorkers: 2,
    globalSetup: ['./tests/support/services.ts'],
    onConsoleLog: (log) => !log.includes('Lit is in dev mode'),
    projects: [
      {
        test: { ...node, name: 'language', include: ['tests/language/**/*.test.ts'] },
      },
      {
        test: {
          ...node,
          name: 'server',
          include: ['tests/server/**/*.test.ts', 'tests/tools/**/*.test.ts', 'tests/activities/**/*.test.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'workflows',
          include: ['tests/workflows/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [
          {
            name: 'no-compiling',
            enforce: 'pre',
            load: (id) => (validators.test(id) ? standaloneValidator(id) : null),
          },
        ],
        optimizeDeps: {
          // All of them: one that is found on the way makes what is being imported fail.
          include: [
            '@cfworker/json-schema',
            '@codemirror/autocomplete',
            '@codemirror/commands',
            '@codemirror/lang-json',
            '@codemirror/language',
            '@codemirror/lint',
            '@codemirror/search',
            '@codemirror/state',
            '@codemirror/view',
            '@lezer/highlight',
            '@marcbachmann/cel-js',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
            'axe-core',
            'canonicalize',
            'elkjs/lib/elk.bundled.js',
            'jsonc-parser',
            'lit',
            'lit/directive.js',
            'lit/directives/cache.js',
            'lit/directives/keyed.js',
            'lit/directives/repeat.js',
            'pdfjs-dist',
            'pdfjs-dist/build/pdf.worker.mjs',
            'xstate',
          ],
        },
        test: {
          name: 'widgets',
          expect: { poll: { timeout: POLL_LIMIT_MS } },
          include: ['tests/widgets/**/*.test.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browserLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
