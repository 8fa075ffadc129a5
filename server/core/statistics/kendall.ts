/** Agreement of two orders of the same things. */
export interface RankAgreement {
  /** −1 (each the other's reverse) to 1 (the same order). */
  readonly tau: number;
  /** Share of all orders of the second that agree, or disagree, at least as much. */
  readonly p: number;
}

/** More are not put through all their orders here. */
const MAX_ITEMS = 7;
/** Rounding must not part what is equal. */
const HAIR = 1e-9;

/**
 * Kendall's τ_b of two short lists, with its exact two-sided probability by all orders of the second: of five things
 * only the very same or the very opposite order is below 5 % (2/120). Null where one list knows no order at all, or
 * there are fewer than three or more than seven things. Source: M. G. Kendall, Biometrika 30 (1938) 81–93; ties:
 * M. G. Kendall, Biometrika 33 (1945) 239–251.
 */
export function kendall(one: readonly number[], other: readonly number[]): RankAgreement | null {
  if (one.length !== other.length || one.length < 3 || one.length > MAX_ITEMS) return null;
  const untied = Math.sqrt(untiedOf(one) * untiedOf(other));
  if (untied === 0) return null;
  const found = concordance(one, other);
  let [orders, extreme] = [0, 0];
  for (const order of ordersOf(other)) {
    orders += 1;
    if (Math.abs(concordance(one, order)) >= Math.abs(found) - HAIR) extreme += 1;
  }
  return { tau: found / untied, p: extreme / orders };
}

/** Pairs in the same order less those in the opposite. */
function concordance(one: readonly number[], other: readonly number[]): number {
  return sumOfPairs(one, (a, b, i, j) => Math.sign(a - b) * Math.sign((other[i] ?? 0) - (other[j] ?? 0)));
}

const untiedOf = (values: readonly number[]): number => sumOfPairs(values, (a, b) => (a === b ? 0 : 1));

function sumOfPairs(
  values: readonly number[],
  of: (a: number, b: number, i: number, j: number) => number,
): number {
  let sum = 0;
  values.forEach((a, i) => {
    values.forEach((b, j) => {
      if (i < j) sum += of(a, b, i, j);
    });
  });
  return sum;
}

function* ordersOf(values: readonly number[]): Generator<readonly number[]> {
  if (values.length <= 1) yield values;
  for (const [at, value] of values.entries()) {
    for (const rest of ordersOf(values.toSpliced(at, 1))) if (values.length > 1) yield [value, ...rest];
  }
}
