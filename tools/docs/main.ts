/** `npm run docs`: writes the pages that are made from the code. */
import { writeFileSync } from 'node:fs';
import { coveragePage, readCoverage } from './coverage.ts';
import { languageReference } from './language.ts';

const write = (path: string, text: string): void => {
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
  console.log(`${path} is written.`);
};

write('docs/language.md', await languageReference());
const { rules, proofs, problems } = readCoverage();
if (problems.length > 0) {
  console.error(`docs/coverage.md is not written:\n${problems.join('\n')}`);
  process.exitCode = 1;
} else {
  write('docs/coverage.md', coveragePage(rules, proofs));
}
