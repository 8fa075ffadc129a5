import { normalQuantile } from './normal.ts';
import { seeded } from './seeded.ts';

/** Draws of one simulation. A power of two: shares of them are exact. */
export const DRAWS = 512;
const SEED = 20_261_127;
const NORMALS = 5;

/**
 * Random orders of the numbers 0 … DRAWS − 1, by Fisher–Yates: each is a column of a Latin hypercube,
 * whose quantiles settle with far fewer draws than independent ones. Always the same numbers, so the same
 * input gives the same answer, and two settings are compared on the same chances.
 * Source: McKay, Beckman & Conover, Technometrics 21 (1979) 239–245.
 */
function makeOrders(count: number): readonly Uint16Array[] {
  const random = seeded(SEED);
  return Array.from({ length: count }, () => {
    const order = Uint16Array.from({ length: DRAWS }, (_, i) => i);
    for (let i = DRAWS - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    return order;
  });
}

const [first, ...rest] = makeOrders(NORMALS + 1);

/** Which of `DRAWS` equal slices of chance each draw lies in. */
export const SLICE: Uint16Array = first ?? new Uint16Array(DRAWS);

/** Independent columns of standard normals, at the middles of the slices. */
export const NORMAL: readonly Float64Array[] = rest.map((order) =>
  Float64Array.from(order, (slice) => normalQuantile((slice + 0.5) / DRAWS)),
);
