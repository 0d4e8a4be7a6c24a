import type { Compiled } from '../../definitions/index.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { latestVersions, type Scope } from '../store/index.ts';

/** A working tab of a client (B-13) and of the list, in the order of the icons. */
export const areas = ['bookkeeping', 'year-end', 'vat', 'payroll'] as const;
export type Area = (typeof areas)[number];

/** Where signings stand: what of them waits for the firm is shown as an attention badge (K-23). */
const attentionArea = 'signing';

/** The firm's processes by the area that their definitions name. */
export class Processes {
  readonly #byArea = new Map<string, Compiled[]>();

  static async of(scope: Scope): Promise<Processes> {
    const processes = new Processes();
    for (const { hash } of await latestVersions(scope.store, scope.tenantId)) {
      const compiled = await compiledByHash(scope.store, hash);
      const area = compiled.definition.area ?? '';
      processes.#byArea.set(area, [...(processes.#byArea.get(area) ?? []), compiled]);
    }
    return processes;
  }

  in(area: Area): Compiled[] {
    return this.#byArea.get(area) ?? [];
  }

  idsIn(area: Area): string[] {
    return this.in(area).map(({ definition }) => definition.id);
  }

  /** Of all working tabs. */
  get ids(): string[] {
    return areas.flatMap((area) => this.idsIn(area));
  }

  get attentionIds(): string[] {
    return (this.#byArea.get(attentionArea) ?? []).map(({ definition }) => definition.id);
  }

  areaOf(definitionId: string): Area | undefined {
    return areas.find((area) => this.idsIn(area).includes(definitionId));
  }
}
