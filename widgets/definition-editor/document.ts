import { parse } from 'jsonc-parser';
import type { Finding } from '../../definitions/language/check.ts';
import type { Definition } from '../../definitions/language/types.ts';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import type { VersionView } from '../../server/definitions/schema.ts';
import type { DraftView } from '../../server/drafts/schema.ts';

const CHECK_AFTER_MS = 40;

/** Fetched once, together with the editor itself: the same check that the server makes. */
const checker = () => import('./analysis.ts');

/** One definition that is being written: its text, what is wrong with it, and what the server has of it. */
export class OpenDocument {
  readonly definitionId: string;
  text: string;
  /** What the server has: the draft's text, or that of the version it began from; null for what nobody has saved yet. */
  savedText: string | null;
  draft: DraftView | null;
  /** The version that new instances get; null for a new process. */
  running: VersionView | null;
  /** Null until the text has been checked for the first time. */
  findings: Finding[] | null = null;
  /** The latest text without errors, as a value; null while there has been none. */
  definition: Definition | null = null;
  /** `definition` is of an earlier text, because this one has errors. */
  stale = false;
  /** What the firm expects of it. */
  scenarios: ScenarioFile | null;
  #savedScenarios: ScenarioFile | null;
  /** What the shipped process must do; null for a process of the firm's own. */
  readonly shipped: ScenarioFile | null;
  #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    definitionId: string;
    text: string;
    savedText: string | null;
    draft: DraftView | null;
    running: VersionView | null;
    scenarios: ScenarioFile | null;
    shipped: ScenarioFile | null;
    changed: () => void;
  }) {
    this.definitionId = options.definitionId;
    this.text = options.text;
    this.savedText = options.savedText;
    this.draft = options.draft;
    this.running = options.running;
    this.shipped = options.shipped;
    this.#changed = options.changed;
    this.scenarios = options.scenarios;
    this.#savedScenarios = options.scenarios;
    this.#timer = setTimeout(() => void this.check());
  }

  get isDirty(): boolean {
    return this.text !== this.savedText || this.scenarios !== this.#savedScenarios;
  }

  get errors(): number {
    return (this.findings ?? []).filter(({ severity }) => severity === 'error').length;
  }

  /** What the text says now, as far as it can be read. */
  get value(): unknown {
    return parse(this.text);
  }

  write(text: string): void {
    if (text === this.text) return;
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), CHECK_AFTER_MS);
    this.#changed();
  }

  keep(scenarios: ScenarioFile | null): void {
    this.scenarios = scenarios;
    this.#changed();
  }

  /** The server has these now. What was written since they were sent is not saved. */
  saved(text: string, scenarios: ScenarioFile | null): void {
    this.savedText = text;
    this.#savedScenarios = scenarios;
    this.#changed();
  }

  /** Whether a text of the server is the one that was fetched or saved here last. */
  isBasedOn({ text, scenarios }: Pick<VersionView, 'text' | 'scenarios'>): boolean {
    return text === this.savedText && JSON.stringify(scenarios) === JSON.stringify(this.#savedScenarios);
  }

  /** What the server has, instead of what is on the screen. */
  take({ text, scenarios }: Pick<VersionView, 'text' | 'scenarios'>): void {
    this.saved(text, scenarios);
    this.keep(scenarios);
    this.write(text);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#changed = () => {};
  }

  async check(): Promise<void> {
    const text = this.text;
    const { check } = await checker();
    if (text !== this.text) return;
    this.findings = check(text);
    this.stale = this.errors > 0;
    if (!this.stale) this.definition = JSON.parse(text) as Definition;
    this.#changed();
  }
}
