/**
 * Works out once what follows from two objects, and forgets it with them. Only for objects that nobody changes: a
 * definition that is compiled, the state of an instance, what an instance was started with.
 */
export function remembered<K extends object, L extends object, V>(
  work: (key: K, part: L) => V,
): (key: K, part: L) => V {
  const known = new WeakMap<K, WeakMap<L, V>>();
  return (key, part) => {
    let of = known.get(key);
    if (!of) known.set(key, (of = new WeakMap()));
    let value = of.get(part);
    if (value === undefined) of.set(part, (value = work(key, part)));
    return value;
  };
}
