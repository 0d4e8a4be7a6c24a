import { tooMany } from './problem.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets in memory: `perSecond` goes in, at most `burst` is saved up. One server's own limit, not a cluster's. */
export class RateLimit {
  readonly perSecond: number;
  readonly burst: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Takes one. Throws a 429 with Retry-After when there is none. */
  take(key: string, nowMs: number): void {
    const bucket = this.#refill(key, nowMs);
    if (bucket.tokens < 1) throw this.#refusal(bucket);
    bucket.tokens -= 1;
  }

  /** Throws when there is none, takes nothing. */
  check(key: string, nowMs: number): void {
    const bucket = this.#refill(key, nowMs);
    if (bucket.tokens < 1) throw this.#refusal(bucket);
  }

  #refusal(bucket: Bucket): Error {
    return tooMany(Math.max(1, Math.ceil((1 - bucket.tokens) / this.perSecond)));
  }

  #refill(key: string, nowMs: number): Bucket {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= 10_000) this.#sweep(nowMs);
      this.#buckets.set(key, (bucket = { tokens: this.burst, at: nowMs }));
      return bucket;
    }
    const gained = (Math.max(0, nowMs - bucket.at) / 1000) * this.perSecond;
    bucket.tokens = Math.min(this.burst, bucket.tokens + gained);
    bucket.at = nowMs;
    return bucket;
  }

  /** Full buckets say nothing; of the rest the oldest go, so that memory is bounded. */
  #sweep(nowMs: number): void {
    const fullAfterMs = (this.burst / this.perSecond) * 1000;
    for (const [key, bucket] of this.#buckets) {
      if (nowMs - bucket.at >= fullAfterMs || this.#buckets.size > 9_000) this.#buckets.delete(key);
    }
  }
}
