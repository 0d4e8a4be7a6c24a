/** `npm run docs`: writes the pages that are made from the code. */
import { writeFileSync } from 'node:fs';
import { languageReference } from './language.ts';

writeFileSync(new URL('../../docs/language.md', import.meta.url), await languageReference());
console.log('docs/language.md is written.');
