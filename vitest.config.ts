import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserLaunchOptions } from './tests/support/browser.ts';
import { PATIENCE_MS } from './tests/support/patience.ts';
import { standaloneValidator, validators } from './widgets/build/standalone.ts';

/** A test may wait several times in vain before it is given up; the failed wait says more than the test's own limit. */
const patient = {
  expect: { poll: { timeout: PATIENCE_MS } },
  testTimeout: 5 * PATIENCE_MS,
  hookTimeout: 5 * PATIENCE_MS,
};

/**
 * One project per level. `npx vitest run --project server` runs one of them, `npm test` all.
 * Forks, not threads: Temporal's native core does not survive being unloaded with a thread.
 */
const node = {
  environment: 'node' as const,
  pool: 'forks' as const,
  ...patient,
};

/** One process for many files: what they import is read once, which is a quarter of the work. No test changes a module. */
const together = { ...node, isolate: false };

export default defineConfig({
  test: {
    /** Two cores are enough for everybody: a test that only passes alone is a broken test, a machine that swaps is slower. */
    maxWorkers: 2,
    globalSetup: ['./tests/support/services.ts'],
    onConsoleLog: (log) => !log.includes('Lit is in dev mode'),
    projects: [
      {
        test: { ...together, name: 'language', include: ['tests/language/**/*.test.ts'] },
      },
      {
        test: {
          ...together,
          name: 'server',
          include: ['tests/server/**/*.test.ts', 'tests/tools/**/*.test.ts', 'tests/activities/**/*.test.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'workflows',
          include: ['tests/workflows/**/*.test.ts'],
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
          ...patient,
          include: ['tests/widgets/**/*.test.ts'],
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
        },
      },
    ],
  },
});
