/** Weights by number. */
type Weights = { get(key: number): number | undefined } | Float32Array;

/** The few keys with the largest weights, largest first; of equals the larger key. */
export function strongest(keys: Iterable<number>, weights: Weights, most: number): number[] {
  const weightOf =
    weights instanceof Float32Array
      ? (key: number) => weights[key] as number
      : (key: number) => weights.get(key) ?? 0;
  const best: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    const weight = weightOf(key);
    if (weight < least) continue;
    let at = best.length;
    while (at > 0) {
      const other = weightOf(best[at - 1] as number);
      if (other > weight || (other === weight && (best[at - 1] as number) > key)) break;
      at--;
    }
    best.splice(at, 0, key);
    if (best.length > most) best.pop();
    if (best.length === most) least = weightOf(best[most - 1] as number);
  }
  return best;
}
