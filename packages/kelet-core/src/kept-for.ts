/** How many are kept: without `configure({ projects })`, whoever writes headers can name any project. */
const MOST = 100;

/**
 * What a map has for a destination, made where it has nothing yet. Of more than a hundred, the one that was asked for
 * longest ago is forgotten.
 */
export function keptFor<V>(
  where: string,
  kept: Map<string, V>,
  make: () => V,
  forget: (value: V) => void = () => {},
): V {
  const value = kept.get(where) ?? make();
  // A Map is in the order of insertion: the one that was asked for last is the last one.
  kept.delete(where);
  kept.set(where, value);
  const [oldest] = kept;
  if (kept.size > MOST && oldest !== undefined) {
    kept.delete(oldest[0]);
    forget(oldest[1]);
  }
  return value;
}
