const MEMORY = 8;
const STEPS = 120;
const FLAT = 1e-5;
/** Armijo's condition and how often a step is halved before it is given up. */
const DOWN = 1e-4;
const HALVINGS = 30;

/** A value, and its slope written into `slope`. */
export type Objective = (x: Float64Array, slope: Float64Array) => number;

/**
 * Minimises a smooth function from `x` on, by L-BFGS with backtracking: the same input gives the same
 * numbers. Source: J. Nocedal, Mathematics of Computation 35 (1980) 773–782.
 */
export function minimise(objective: Objective, start: Float64Array): Float64Array {
  let x = Float64Array.from(start);
  let slope = new Float64Array(x.length);
  let value = objective(x, slope);
  const pairs: Pair[] = [];
  for (let step = 0; step < STEPS && norm(slope) > FLAT; step++) {
    const way = direction(slope, pairs);
    const next = descend(objective, { x, value, slope }, way);
    if (next === null) break;
    const moved = minus(next.x, x);
    const turned = minus(next.slope, slope);
    const curve = dot(moved, turned);
    if (curve > 1e-12) pairs.push({ moved, turned, curve });
    if (pairs.length > MEMORY) pairs.shift();
    ({ x, value, slope } = next);
  }
  return x;
}

interface Pair {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curve: number;
}
interface Point {
  readonly x: Float64Array<ArrayBuffer>;
  readonly value: number;
  readonly slope: Float64Array<ArrayBuffer>;
}

/** Downhill, bent by the curvature that the last steps have shown. */
function direction(slope: Float64Array, pairs: readonly Pair[]): Float64Array {
  const way = slope.map((each) => -each);
  const shares: number[] = [];
  for (const { moved, turned, curve } of pairs.toReversed()) {
    const share = dot(moved, way) / curve;
    shares.push(share);
    addTo(way, turned, -share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.curve / dot(last.turned, last.turned);
    for (let i = 0; i < way.length; i++) way[i] = (way[i] ?? 0) * scale;
  }
  for (const { moved, turned, curve } of pairs) {
    const share = shares.pop() ?? 0;
    addTo(way, moved, share - dot(turned, way) / curve);
  }
  return way;
}

/** The first point along the way that is low enough; null when none is. */
function descend(objective: Objective, from: Point, way: Float64Array): Point | null {
  const fall = dot(from.slope, way);
  if (!(fall < 0)) return null;
  let size = 1;
  for (let n = 0; n < HALVINGS; n++, size /= 2) {
    const x = from.x.map((each, i) => each + size * (way[i] ?? 0));
    const slope = new Float64Array(x.length);
    const value = objective(x, slope);
    if (value <= from.value + DOWN * size * fall) return { x, value, slope };
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((each, i) => each - (b[i] ?? 0));
}

function addTo(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) + factor * (b[i] ?? 0);
}
