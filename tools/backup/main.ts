import { configOrExit } from '../../server/config.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const HELP = `npm run backup -- FOLDER     everything into a new folder, while Arende runs or not
npm run restore -- FOLDER    everything back into an empty ARENDE_DATA_DIR, while Arende does not run

For the set-up of npm start: SQLite and the Temporal server beside it. With PostgreSQL and a Temporal cluster of one's
own, back those up with their own tools, and the folder "files" in ARENDE_DATA_DIR with any.`;

const [command, folder] = process.argv.slice(2);
const config = configOrExit();
try {
  if (command === 'backup' && folder) console.log(await backUp(config, folder));
  else if (command === 'restore' && folder) console.log(await restore(config, folder));
  else fail(HELP);
} catch (error) {
  fail((error as Error).message);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
