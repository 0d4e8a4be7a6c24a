import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  compile,
  open,
  outsideRefusal,
  planMigration,
  RefusedError,
  step,
  type InstanceState,
  type StepResult,
} from '../../../definitions/index.ts';
import { type Engine, EngineRefusal, EngineUnavailable, type InstanceAddress } from '../../../server/engine/port.ts';
import type { MigrateArgs } from '../../../workflows/contract.ts';
import { definitionByHash, project, type Store } from '../../../server/store/index.ts';

/** The engine without Temporal: the same pure step, projected at once. `down` makes it as if nobody answered. */
export class StepEngine implements Engine {
  down = false;
  readonly #store: Store;
  readonly #now: () => string;
  readonly #states = new Map<string, InstanceState>();
  readonly #answers = new Map<string, number>();

  constructor(store: Store, now: () => string) {
    this.#store = store;
    this.#now = now;
  }

  async start(input: InstanceState['input'], definition: Parameters<typeof compile>[0]): Promise<void> {
    this.#answer();
    const at = { tenantId: input.tenantId, definitionId: input.definition.id, key: input.key };
    if (!this.#states.has(nameOf(at))) await this.#keep(at, open(compile(definition), input, this.#now()));
  }

  async act(at: InstanceAddress, { key, event: type, ...rest }: Parameters<Engine['act']>[1]) {
    this.#answer();
    const known = this.#answers.get(`${nameOf(at)}/${key}`);
    if (known !== undefined) return { sequence: known, repeated: true };
    const state = this.#states.get(nameOf(at))!;
    const definition = (await definitionByHash(this.#store, state.input.definition.hash))!;
    try {
      const result = step(compile(definition), state, { kind: 'act', type, ...rest }, this.#now());
      await this.#keep(at, result);
      this.#answers.set(`${nameOf(at)}/${key}`, result.state.sequence);
      return { sequence: result.state.sequence, repeated: false };
    } catch (error) {
      throw error instanceof RefusedError ? new EngineRefusal(error.refusal) : error;
    }
  }

  async raise(at: InstanceAddress, { key, event: type, data }: Parameters<Engine['raise']>[1]) {
    this.#answer();
    const known = this.#answers.get(`${nameOf(at)}/${key}`);
    if (known !== undefined) return { sequence: known, repeated: true };
    const state = this.#states.get(nameOf(at))!;
    const compiled = compile((await definitionByHash(this.#store, state.input.definition.hash))!);
    const refused = outsideRefusal(compiled, state, type, data, this.#now());
    if (refused) throw new EngineRefusal(refused);
    const result = step(compiled, state, { kind: 'system', type, data }, this.#now());
    await this.#keep(at, result);
    this.#answers.set(`${nameOf(at)}/${key}`, result.state.sequence);
    return { sequence: result.state.sequence, repeated: false };
  }

  /** As the worker moves an instance: what is refused comes as Temporal's client gives it. */
  async migrate(
    at: InstanceAddress,
    ...[request, envelope]: MigrateArgs
  ): Promise<{ sequence: number; repeated: boolean }> {
    this.#answer();
    const state = this.#states.get(nameOf(at))!;
    const compiledOf = async (hash: string) => compile((await definitionByHash(this.#store, hash))!);
    const { result, problems } = planMigration(
      {
        from: await compiledOf(state.input.definition.hash),
        to: await compiledOf(envelope.$definition),
        target: { version: request.version, hash: envelope.$definition },
        mapping: request.mapping,
        actor: request.actor,
      },
      state,
      this.#now(),
    );
    if (!result) {
      const cause = ApplicationFailure.create({ type: problems[0]!.code, details: [problems] });
      throw new WorkflowUpdateFailedError('refused', cause);
    }
    await this.#keep(at, result);
    return { sequence: result.state.sequence, repeated: false };
  }

  async change(): Promise<void> {
    this.#answer();
  }

  async ping(): Promise<void> {
    this.#answer();
  }

  async close(): Promise<void> {}

  #answer(): void {
    if (this.down) throw new EngineUnavailable('nobody is there');
  }

  async #keep(at: InstanceAddress, result: StepResult): Promise<void> {
    this.#states.set(nameOf(at), result.state);
    await project(this.#store, result);
  }
}

const nameOf = ({ tenantId, definitionId, key }: InstanceAddress): string => `${tenantId}/${definitionId}/${key}`;
