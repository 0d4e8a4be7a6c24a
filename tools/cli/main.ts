/** `npx arende COMMAND`: what an administrator does with definitions from a terminal or in continuous integration. */
import { CalendarError } from '../../definitions/calendar/index.ts';
import { EndlessError } from '../../definitions/simulate/instance.ts';
import { suggestName } from '../../definitions/language/near.ts';
import { checkCommand } from './check.ts';
import { datesCommand } from './dates.ts';
import { diffCommand } from './diff.ts';
import { drawCommand } from './draw.ts';
import { exploreCommand } from './explore.ts';
import { instancesCommand } from './instances.ts';
import { migrateCommand } from './migrate.ts';
import { publishCommand } from './publish.ts';
import { ServerError } from './server.ts';
import { simulateCommand } from './simulate.ts';
import { testCommand } from './test.ts';
import { UsageError, type Command } from './usage.ts';

const COMMANDS: Record<string, Command> = {
  check: checkCommand,
  explore: exploreCommand,
  simulate: simulateCommand,
  test: testCommand,
  dates: datesCommand,
  diff: diffCommand,
  draw: drawCommand,
  publish: publishCommand,
  instances: instancesCommand,
  migrate: migrateCommand,
};

const USAGE = `Usage: arende COMMAND …

  check FILE…               every mistake in a definition, with its line; --language sv|en (default en)
  explore FILE              dead ends, tasks nobody may do, delays that never pass, mail storms: each with the shortest
                            sequence of acts and waits that leads there
      --from DATE           when the instance opens (default today); --client NAME=VALUE may be repeated; --language sv|en
  simulate FILE             what happens in a year: what opens, who gets which task and mail on which day
      --from DATE           first day (default: the first of this month)
      --months N            how long (default 12)
      --answer DAYS         people do their tasks after so many days (default: nobody ever answers)
      --setting NAME=VALUE  a setting; may be repeated, as may --client and --input
      --scenario FILE       run these scenarios instead, and show their timelines
      --language sv|en      default en
  test [PATH…]              run the scenarios in these folders (default: definitions/library)
  dates FILE --deadline NAME --from 2026-01 --to 2026-12
                            the due dates of a deadline, and how each was worked out
      --setting NAME=VALUE  may be repeated, as may --client and --input
  diff OLD NEW              what changes for people, what in the text, and what becomes of running instances
      --from DATE           moved deadlines for the 12 periods from then (default today)
      --client NAME=VALUE, --setting NAME=VALUE may be repeated; --language sv|en (default en)
                            exit 0: running instances can go on as they are; 1: some need a mapping or lose something
  draw FILE                 the statechart as SVG, to the terminal or a file
      --out FILE.svg        --language sv|en (default en), --theme light|dark (default light)

With a server, as the firm: --server URL or ARENDE_SERVER (default http://127.0.0.1:4000), key in ARENDE_API_KEY
  publish FILE              makes it the version that new instances get
      --comment TEXT        why; --draft: as a draft that an administrator approves
  instances DEFINITION      what is open, on which version and in which state
      --version N           only these
  migrate DEFINITION --to VERSION
                            moves what is open to a version, one by one, and waits; what cannot move stays as it is
      --dry-run             says what would become of each, and changes nothing
      --map OLD=NEW         a state that went away; may be repeated, as may --map-role OLD=NEW, --context FIELD=VALUE
      --from VERSION        only what runs on this one; --run-entry, --comment TEXT

  --json                    the result as JSON
Exit code: 0 good, 1 findings, 2 wrong use.`;

export async function run(
  args: string[],
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  const [name = '', ...rest] = args;
  if (['', 'help'].includes(name) || args.some((arg) => arg === '--help' || arg === '-h')) {
    print(USAGE);
    return name === '' ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const hint = suggestName(name, Object.keys(COMMANDS)) ?? '';
    complain(`There is no command "${name}". ${hint}\n"arende help" shows how to use it.`);
    return 2;
  }
  try {
    return await command(rest, print);
  } catch (error) {
    // A rule that cannot be worked out for the client that is simulated, time that never passes, a server's no.
    if (error instanceof CalendarError || error instanceof EndlessError || error instanceof ServerError) {
      complain(error.message);
      return 1;
    }
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\n"arende help" shows how to use it.`);
    return 2;
  }
}
