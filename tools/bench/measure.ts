/** Clocks and counts for the benchmark: what is printed is a ratio of two figures of the same run. */
import { performance } from 'node:perf_hooks';

export interface Figure {
  name: string;
  /** What is compared: ours over the bare one. */
  ratio: number | null;
  /** The bound that the issue of the product promises; null where a figure stands for itself. */
  bound: { kind: 'at most' | 'at least'; value: number } | null;
  ours: number;
  bare: number | null;
  unit: string;
}

export const figure = (
  name: string,
  unit: string,
  ours: number,
  bare: number | null = null,
  bound: Figure['bound'] = null,
): Figure => ({ name, unit, ours, bare, ratio: bare ? ours / bare : null, bound });

export const held = ({ ratio, ours, bound }: Figure): boolean => {
  if (!bound) return true;
  const value = ratio ?? ours;
  return bound.kind === 'at most' ? value <= bound.value : value >= bound.value;
};

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds of each run, one after another, in turn between the candidates so that drift hits all alike. */
export async function inTurn(rounds: number, candidates: (() => Promise<unknown>)[]): Promise<number[][]> {
  const times: number[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, run] of candidates.entries()) {
      const from = performance.now();
      await run();
      times[index]!.push(performance.now() - from);
    }
  }
  return times;
}

/** Runs `total` jobs, so many at a time, and gives jobs per second. */
export async function perSecond(
  total: number,
  atATime: number,
  job: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const from = performance.now();
  const lane = async () => {
    while (next < total) await job(next++);
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return (total / (performance.now() - from)) * 1000;
}
