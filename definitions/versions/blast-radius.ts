/** What a new version would do to everything that runs: the fates of the live instances, summed up. */
import type { Compiled } from '../engine/compile.ts';
import type { Text } from '../language/types.ts';
import type { BlastRadius, Counted, Fate, TaskRef } from './types.ts';

const MOST_ITEMS = 100;
const MOST_EXAMPLES = 5;

type Example = { instanceId: string; label: Text };
const exampleOf = ({ instanceId, label }: Fate): Example => ({ instanceId, label });

/** `before`: the version that runs; it names the roles that are gone in `to`. */
export function blastRadius(before: Compiled | null, to: Compiled, fates: Fate[]): BlastRadius {
  const count = (outcome: Fate['outcome']) => fates.filter((fate) => fate.outcome === outcome).length;
  return {
    instances: {
      examined: fates.length,
      lookedAhead: fates.filter(({ lookedAhead }) => lookedAhead).length,
      move: count('moves'),
      refused: count('refused'),
      stay: count('stays'),
    },
    states: statesOf(to, fates),
    problems: problemsOf(fates),
    deadlines: counted(fates.flatMap((fate) => fate.deadlines.map((moved) => ({ ...moved, ...exampleOf(fate) })))),
    tasksAppearing: tasksOf(fates, ({ tasksAppearing }) => tasksAppearing),
    tasksDisappearing: tasksOf(fates, ({ tasksDisappearing }) => tasksDisappearing),
    dueDates: counted(fates.flatMap((fate) => fate.dueDates.map((moved) => ({ ...moved, ...exampleOf(fate) })))),
    people: peopleOf(before, to, fates),
  };
}

const counted = <T>(items: T[]): Counted<T> => ({ total: items.length, items: items.slice(0, MOST_ITEMS) });

function statesOf(to: Compiled, fates: Fate[]): BlastRadius['states'] {
  const states = new Map<string, BlastRadius['states'][number]>();
  for (const { states: paths, status, outcome } of fates) {
    for (const path of paths) {
      const row = states.get(path) ?? { path, exists: to.nodes.has(path), status, instances: 0, move: 0, refused: 0 };
      row.instances += 1;
      if (outcome === 'moves') row.move += 1;
      if (outcome === 'refused') row.refused += 1;
      states.set(path, row);
    }
  }
  return [...states.values()].sort((a, b) => b.instances - a.instances || (a.path < b.path ? -1 : 1));
}

function problemsOf(fates: Fate[]): BlastRadius['problems'] {
  const found = new Map<string, BlastRadius['problems'][number]>();
  for (const fate of fates.filter(({ outcome }) => outcome === 'refused')) {
    for (const problem of fate.problems) {
      const key = `${problem.code}\n${problem.text.en}`;
      const entry = found.get(key) ?? { ...problem, instances: 0, examples: [] };
      entry.instances += 1;
      if (entry.examples.length < MOST_EXAMPLES) entry.examples.push(exampleOf(fate));
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => b.instances - a.instances);
}

function tasksOf(fates: Fate[], of: (fate: Fate) => TaskRef[]): BlastRadius['tasksAppearing'] {
  const found = new Map<string, BlastRadius['tasksAppearing']['items'][number]>();
  for (const fate of fates) {
    for (const task of of(fate)) {
      const key = [task.statePath, task.name, task.role].join('\n');
      const entry = found.get(key) ?? { ...task, instances: 0, examples: [] };
      entry.instances += 1;
      if (entry.examples.length < MOST_EXAMPLES) entry.examples.push(exampleOf(fate));
      found.set(key, entry);
    }
  }
  return counted([...found.values()].sort((a, b) => b.instances - a.instances));
}

function peopleOf(before: Compiled | null, to: Compiled, fates: Fate[]): BlastRadius['people'] {
  type Person = BlastRadius['people'][number] & { differs: boolean };
  const people = new Map<string, Person>();
  for (const fate of fates) {
    for (const { role, userId, before: mailsBefore, after: mailsAfter } of fate.mailCounts) {
      const key = `${role}\n${userId ?? ''}`;
      const roles = { ...before?.definition.roles, ...to.definition.roles };
      const title = roles[role]?.title ?? { sv: role, en: role };
      const none = { mailsBefore: 0, mailsAfter: 0, instances: 0, examples: [], differs: false };
      const person: Person = people.get(key) ?? { role, title, userId, change: 'differently', ...none };
      const same = (mail: { role: string; userId: string | null }) => mail.role === role && mail.userId === userId;
      const differs = [...fate.mailsAppearing, ...fate.mailsDisappearing].some(same);
      person.mailsBefore += mailsBefore;
      person.mailsAfter += mailsAfter;
      if (differs) {
        person.differs = true;
        person.instances += 1;
        if (person.examples.length < MOST_EXAMPLES) person.examples.push(exampleOf(fate));
      }
      people.set(key, person);
    }
  }
  return [...people.values()].flatMap(({ differs, ...person }) => {
    if (!differs) return [];
    const newly = person.mailsBefore === 0;
    const gone = person.mailsAfter === 0;
    return [{ ...person, change: newly ? ('newly' as const) : gone ? ('no_longer' as const) : person.change }];
  });
}
