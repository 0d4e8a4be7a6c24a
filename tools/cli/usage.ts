import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import {
  compile,
  type Compiled,
  type Definition,
  type Json,
  type JsonObject,
  type Text,
} from '../../definitions/index.ts';
import { check, type Finding } from '../../definitions/language/check.ts';
import { suggestName } from '../../definitions/language/near.ts';
import { parseText } from '../../definitions/language/positions.ts';

/** Takes the arguments after its name, prints, and gives the exit code. */
export type Command = (args: string[], print: (line: string) => void) => Promise<number>;

/** Wrong use: exit code 2. The message is a sentence. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export function parsed<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options: { ...options, json: { type: 'boolean' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(optionProblem((error as Error).message, Object.keys(options)));
  }
}

/** What Node says of options, for people who do not write programs. */
function optionProblem(message: string, options: string[]): string {
  const name = /'--?([\w-]+)/.exec(message)?.[1] ?? '';
  if (message.startsWith('Unknown option'))
    return `There is no option "--${name}". ${suggestName(name, options) ?? ''}`.trim();
  if (/argument is ambiguous/.test(message)) return `Write --${name}=VALUE for a value that begins with "-".`;
  if (/argument missing/.test(message)) return `--${name} needs a value.`;
  return message;
}

/** What `--language` says, `en` where it says nothing. */
export function languageOf(value: string | undefined): keyof Text {
  if (value === undefined || value === 'en' || value === 'sv') return value ?? 'en';
  throw new UsageError('--language is sv or en.');
}

export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`There is no file "${file}".`);
    if (code === 'EISDIR') throw new UsageError(`"${file}" is a folder. Name a file in it.`);
    throw new UsageError(`"${file}" cannot be read.`);
  }
}

/** `FILE:LINE:COLUMN CODE message`, and what to do on a line of its own. */
export function findingLines(file: string, finding: Finding, language: keyof Text = 'en'): string[] {
  const { code, severity, message, line, column, suggestion } = finding;
  const first = `${file}:${line}:${column} ${severity === 'warning' ? 'warning ' : ''}${code} ${message[language]}`;
  return suggestion ? [first, `    ${suggestion[language]}`] : [first];
}

/** A definition that has no errors, compiled; else prints them and gives null. */
export async function definitionOf(
  file: string,
  print: (line: string) => void,
): Promise<{ definition: Definition; compiled: Compiled } | null> {
  const text = await textOf(file);
  const errors = check(text).filter(({ severity }) => severity === 'error');
  for (const finding of errors) for (const line of findingLines(file, finding)) print(line);
  if (errors.length > 0) return null;
  const definition = parseText(text).value as unknown as Definition;
  return { definition, compiled: compile(definition) };
}

/** `name=value` pairs. A value is JSON where it can be read as that, else a text. */
export function assignments(pairs: string[] | undefined): JsonObject {
  return Object.fromEntries(
    (pairs ?? []).map((pair): [string, Json] => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`"${pair}" is not NAME=VALUE.`);
      const value = pair.slice(at + 1);
      try {
        return [pair.slice(0, at), JSON.parse(value) as Json];
      } catch {
        return [pair.slice(0, at), value];
      }
    }),
  );
}

export function one(positionals: string[], what: string): string {
  if (positionals.length === 0) throw new UsageError(`Name the ${what}.`);
  if (positionals.length > 1) throw new UsageError(`Name one ${what}, not ${positionals.length}.`);
  return positionals[0]!;
}
