import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin, transform } from 'esbuild';
import { noCompiling } from './build/standalone.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..');
const defaultOutDir = path.join(root, 'dist', 'widgets');
/** What pdf.js fetches while it draws: fonts that a PDF does not bring, and a JPEG 2000 decoder. */
const pdfAssets = ['standard_fonts', 'wasm/openjpeg_nowasm_fallback.js'];

export interface Size {
  name: string;
  gzipBytes: number;
  budgetBytes: number;
}

const kB = 1000;
const keptMs = 7 * 24 * 3600 * 1000;
// light-dark() and container queries are the youngest of what the styles use.
const targets = ['chrome123', 'firefox120', 'safari17.5'];
const budgets = { own: 25 * kB, together: 60 * kB, writing: 340 * kB };
/** For a few people at a desk, and big: neither on the pages of the others nor in what they fetch together. */
const apart = [
  'definition-editor',
  'process-view',
  'login',
  'account',
  'client',
  'client-list',
  'case',
  'messages',
  'notes',
  'notifications',
  'thread',
  'settings',
  'firm',
  'first-steps',
  'setup',
  'unsubscribe',
];

/**
 * Bundles the loader to `outDir`: `loader.js` under a stable name, everything else under names with a hash of the
 * content, each with its source map. Gives the sizes of what a browser fetches, against their budgets.
 */
export async function buildWidgets(outDir = defaultOutDir): Promise<Size[]> {
  const result = await build({
    entryPoints: { loader: path.join(here, 'loader.ts') },
    outdir: outDir,
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    sourcemap: true,
    metafile: true,
    write: false,
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'linked',
    conditions: ['production', 'browser'],
    target: targets,
    logLevel: 'silent',
    plugins: [smallTemplates, noEval, noCompiling],
  });
  const gzipBytes = new Map<string, number>();
  // The loader last: whoever fetches it finds everything that it names.
  const files = result.outputFiles.toSorted((a, b) => Number(isLoader(a.path)) - Number(isLoader(b.path)));
  for (const file of files) {
    await place(file.path, file.contents);
    gzipBytes.set(path.relative(root, file.path), gzipSync(file.contents, { level: 9 }).length);
  }
  for (const asset of pdfAssets) {
    const from = path.join(root, 'node_modules', 'pdfjs-dist', asset);
    const names = (await stat(from)).isDirectory() ? await readdir(from) : [''];
    for (const name of names) await place(path.join(outDir, 'pdf', asset, name), await readFile(path.join(from, name)));
  }
  await prune(path.join(outDir, 'chunks'), new Set(files.map((file) => file.path)));
  return sizes(result.metafile, gzipBytes);
}

/** Whoever reads the file meanwhile gets all of the old or all of the new: a server may be running on these files. */
async function place(file: string, contents: Uint8Array): Promise<void> {
  const old = await readFile(file).catch(() => null);
  const now = new Date();
  if (old?.equals(contents)) return utimes(file, now, now);
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, contents);
  await rename(fresh, file);
}

/** Style sheets and markup are text in the code, which a minifier leaves alone; indentation is a tenth of it all. */
const smallTemplates: Plugin = {
  name: 'small-templates',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]widgets[/\\].*\.ts$/ }, async ({ path: file }) => {
      let code = await readFile(file, 'utf8');
      for (const [literal, text] of code.matchAll(/css`([^`$]*)`/g)) {
        const { code: small } = await transform(text!, { loader: 'css', minify: true, target: targets });
        code = code.replace(literal, () => `css\`${small.trim().replaceAll('\\', '\\\\')}\``);
      }
      // What a developer copies keeps its shape.
      const contents = path.basename(file) === 'snippets.ts' ? code : code.replace(/\n\s+/g, '\n');
      return { contents, loader: 'ts' };
    });
  },
};

/** pdf.js tries whether the page's policy allows eval, which each page that does not would be told of as a violation. */
const noEval: Plugin = {
  name: 'no-eval',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]pdfjs-dist[/\\]build[/\\].*\.mjs$/ }, async ({ path: file }) => {
      const code = await readFile(file, 'utf8');
      const refusal = "function refuseEval() { throw new Error('eval is not used'); }";
      return { contents: `${code.replaceAll('new Function(', 'refuseEval(')}\n${refusal}\n`, loader: 'js' };
    });
  },
};

function isLoader(file: string): boolean {
  return path.basename(file) === 'loader.js';
}

/** A page that was opened before may still ask for a chunk of an earlier build; after a week nobody does. */
async function prune(folder: string, current: Set<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (current.has(file)) continue;
    // Gone already when somebody else builds at the same time.
    const mtimeMs = (await stat(file).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - mtimeMs > keptMs) await rm(file, { force: true });
  }
}

/**
 * What is counted is what a page fetches before and while a widget shows itself for the first time, gzipped file by file:
 * "own" is that of one widget without what the others need too; "together" is that of all widgets on one page, with the
 * loader and what they share. Whatever stands in the first picture on some screen is imported statically and so counted
 * (the form of the task that the inbox opens on a wide screen); what waits for somebody to press something is not (details
 * of a card, the table, files on their way, the preview, help, the check of a form).
 */
function sizes({ outputs }: Metafile, gzipBytes: Map<string, number>): Size[] {
  const closure = (output: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(output)) return seen;
    seen.add(output);
    for (const imported of outputs[output]?.imports ?? []) {
      if (imported.kind === 'import-statement') closure(imported.path, seen);
    }
    return seen;
  };
  const total = (files: Set<string>) => [...files].reduce((sum, file) => sum + (gzipBytes.get(file) ?? 0), 0);
  const entry = (name: string) => Object.keys(outputs).find((file) => outputs[file]!.entryPoint?.endsWith(name))!;
  const loader = closure(entry('/loader.ts'));
  const fetchedBy = (files: Iterable<string>) =>
    [...files].flatMap((file) => {
      const later = outputs[file]!.imports.filter(({ kind }) => kind === 'dynamic-import');
      return later.map((imported) => imported.path);
    });
  const list = entry('/apart.ts');
  const first = new Set([...fetchedBy(loader).filter((file) => file !== list), ...fetchedBy([list])]);
  const nameOf = (file: string) => path.basename(outputs[file]!.entryPoint!, '.ts');
  const widgets = [...first].filter((file) => !apart.includes(nameOf(file)));
  const closures = widgets.map((file) => closure(file));
  const without = (files: Set<string>, others: Set<string>[]) =>
    new Set([...files].filter((file) => !others.some((other) => other.has(file))));
  const all = new Set([...loader, ...closures.flatMap((files) => [...files])]);
  const own = widgets.map((file, index) => ({
    name: nameOf(file),
    gzipBytes: total(
      without(
        closures[index]!,
        closures.filter((_, other) => other !== index),
      ),
    ),
    budgetBytes: budgets.own,
  }));
  const alone = [...first]
    .filter((file) => apart.includes(nameOf(file)))
    .map((file) => ({
      name: nameOf(file),
      gzipBytes: total(without(closure(file), [all])),
      budgetBytes: budgets.own,
    }));
  const text = new Set([...closure(entry('/workbench.ts')), ...closure(entry('/analysis.ts'))]);
  return [
    ...own,
    { name: 'all together, with loader and shared code', gzipBytes: total(all), budgetBytes: budgets.together },
    ...alone,
    {
      name: 'what definition-editor fetches to write and check a text',
      gzipBytes: total(without(text, [all])),
      budgetBytes: budgets.writing,
    },
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const list = await buildWidgets();
  for (const { name, gzipBytes, budgetBytes } of list) {
    const mark = gzipBytes <= budgetBytes ? 'within' : 'OVER';
    console.log(`${name}: ${(gzipBytes / kB).toFixed(1)} kB gzip, ${mark} ${budgetBytes / kB} kB`);
  }
  if (list.some((size) => size.gzipBytes > size.budgetBytes)) process.exitCode = 1;
}
