/** Options of the burst automaton. */
export interface KleinbergOptions {
  /** How many times faster each level is than the one below; above 1. Default 2. */
  readonly base?: number;
  /** What climbing one level costs, in units of ln(number of steps). Default 1; more means fewer bursts. */
  readonly gamma?: number;
  /** Levels above the usual one. Default 3; 1 gives the classic two states. */
  readonly levels?: number;
}

/** −ln likelihood of step `t` at `level`. */
export type Cost = (t: number, level: number) => number;

/** Steps `first`..`last`, both included, of the cheapest path at `level` or above. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly level: number;
  /** Cost saved against being one level lower. */
  readonly weight: number;
}

/** The options with their defaults. */
export function settings({ base = 2, gamma = 1, levels = 3 }: KleinbergOptions) {
  return { base, gamma, levels };
}

/** Runs of the cheapest path at or above each level, in time order, the outer before the inner. */
export function bursts(steps: number, cost: Cost, options: KleinbergOptions): Run[] {
  const { levels } = settings(options);
  const path = cheapestPath(steps, cost, options);
  const runs: Run[] = [];
  for (let level = 1; level <= levels; level++) {
    for (let t = 0; t < steps; t++) {
      if ((path[t] ?? 0) < level) continue;
      const first = t;
      let weight = 0;
      for (; t < steps && (path[t] ?? 0) >= level; t++) weight += cost(t, level - 1) - cost(t, level);
      runs.push({ first, last: t - 1, level, weight });
    }
  }
  return runs.sort((a, b) => a.first - b.first || a.level - b.level);
}

/** Viterbi: climbing costs `gamma · ln(steps)` a level, falling and staying cost nothing; starts at level 0. */
function cheapestPath(steps: number, cost: Cost, options: KleinbergOptions): Uint8Array {
  const { gamma, levels } = settings(options);
  const climb = gamma * Math.log(Math.max(2, steps));
  const from = new Uint8Array(steps * (levels + 1));
  let best = Array.from({ length: levels + 1 }, (_, level) => level * climb);
  for (let t = 0; t < steps; t++) {
    const next: number[] = [];
    for (let level = 0; level <= levels; level++) {
      let least = Number.POSITIVE_INFINITY;
      for (let was = 0; was <= levels; was++) {
        const total =
          (best[was] ?? 0) + (t > 0 ? Math.max(0, level - was) * climb : was === level ? 0 : Infinity);
        if (total >= least) continue;
        least = total;
        from[t * (levels + 1) + level] = was;
      }
      next.push(least + cost(t, level));
    }
    best = next;
  }
  const path = new Uint8Array(steps);
  let level = best.indexOf(Math.min(...best));
  for (let t = steps - 1; t >= 0; t--) {
    path[t] = level;
    level = from[t * (levels + 1) + level] ?? 0;
  }
  return path;
}
