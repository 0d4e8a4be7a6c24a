/** Gives each row that is shown a key, and the key of a row that has gone to a row that comes: its elements are used again. */
export class Recycler {
  #keys = new Map<string, number>();
  #free: number[] = [];
  #next = 0;

  /** To be called with all that is to be shown, before `keyOf`. */
  show(ids: Iterable<string>): void {
    const wanted = new Set(ids);
    for (const [id, key] of this.#keys) {
      if (wanted.has(id)) continue;
      this.#keys.delete(id);
      this.#free.push(key);
    }
    for (const id of wanted) {
      if (!this.#keys.has(id)) this.#keys.set(id, this.#free.pop() ?? (this.#next += 1));
    }
  }

  keyOf(id: string): number {
    return this.#keys.get(id)!;
  }
}
