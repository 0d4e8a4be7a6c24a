import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildWidgets } from '../../widgets/build.ts';
import { manifest, manifestFile } from '../../widgets/manifest.ts';

const widgets = path.join(path.dirname(manifestFile));

async function sources(): Promise<string> {
  const names = await readdir(widgets, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.includes('manifest'));
  return (await Promise.all(files.map((name) => readFile(path.join(widgets, name), 'utf8')))).join('\n');
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].toSorted();
}

test('each widget keeps within its budget, and what a page fetches can be found from one stable name', async () => {
  const outDir = await mkdtemp(path.join(tmpdir(), 'arende-widgets-'));
  onTestFinished(() => rm(outDir, { recursive: true }));
  const sizes = await buildWidgets(outDir);
  for (const { name, gzipBytes, budgetBytes } of sizes) expect(gzipBytes, name).toBeLessThanOrEqual(budgetBytes);
  const loader = await readFile(path.join(outDir, 'loader.js'), 'utf8');
  for (const chunk of found(loader, /"\.\/(chunks\/[\w-]+\.js)"/g)) {
    expect(await readFile(path.join(outDir, chunk), 'utf8')).toContain('sourceMappingURL');
  }
  const all = await Promise.all(
    (await readdir(outDir, { recursive: true }))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFile(path.join(outDir, name), 'utf8')),
  );
  // A strict policy has neither 'unsafe-eval' nor 'unsafe-inline'.
  expect(all.join('\n')).not.toMatch(/\bnew Function\(|\beval\(|document\.write\(/);

  // Whoever fetches it while it is built anew gets all of the old one or all of the new one.
  const old = 'of the release before'.repeat(10_000);
  await writeFile(path.join(outDir, 'loader.js'), old);
  let built = false;
  const building = buildWidgets(outDir).finally(() => (built = true));
  while (!built) expect([old, loader]).toContain(await readFile(path.join(outDir, 'loader.js'), 'utf8'));
  await building;
  expect(await readFile(path.join(outDir, 'loader.js'), 'utf8')).toBe(loader);
});

test('custom-elements.json is current (npm run manifest)', async () => {
  expect(await readFile(manifestFile, 'utf8')).toBe(await manifest());
});

test('custom-elements.json names every element, event, part and token that there is', async () => {
  const text = await sources();
  const described = await readFile(manifestFile, 'utf8');
  const names = new Set(found(described, /"(?:name|tagName)": "([^"]+)"/g));
  const lists = await Promise.all(
    ['elements.ts', 'apart.ts'].map((name) => readFile(path.join(widgets, name), 'utf8')),
  );
  const loaded = found(lists.join('\n'), /'(arende-[\w-]+)'/g);
  const events = found(text, /super\('(arende-[\w-]+)'/g);
  const parts = found(text, /(?<!\w)part="([\w -]+)"/g).flatMap((list) => list.split(' '));
  const tokens = found(text, /var\((--arende-[\w-]+)/g);
  expect([...loaded, ...events, ...parts, ...tokens].filter((name) => !names.has(name))).toEqual([]);
});
