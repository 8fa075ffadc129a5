import { RowIndex } from './row-index.ts';
import type { TopicWeights } from './topic-pack.ts';

/** What the clauses of a text say of one topic. */
export interface TopicSum {
  /** Log-odds of being mentioned, the threshold at 0. */
  readonly logit: number;
  /** Log-odds against neutral. */
  readonly negative: number;
  readonly positive: number;
  /** Number of the clause that weighed most. */
  readonly first: number;
}

/**
 * One domain's weights at work. A text mentions a topic when the sum of its clauses' odds says so; the
 * clauses that told of the topic tell how it is liked, each by its share of those odds.
 */
export class TopicHead {
  readonly #weights: TopicWeights;
  readonly #steps: Float64Array;
  readonly #rows: RowIndex;
  readonly #columns: number;
  readonly #topics: number;
  /** By clause, then of the whole text: sums of whole numbers, scaled by the root of how many were known. */
  #sums = new Float64Array(0);
  readonly #sum: Int32Array;
  readonly #all: Int32Array;

  constructor(weights: TopicWeights) {
    this.#weights = weights;
    this.#steps = Float64Array.from(weights.steps);
    this.#rows = new RowIndex(weights.keys);
    this.#columns = weights.steps.length;
    this.#topics = weights.bias.length;
    this.#sum = new Int32Array(this.#columns);
    this.#all = new Int32Array(this.#columns);
  }

  /** `hints[topic × clauses + clause]` is 1 where a word of the topic stands in the clause. */
  weigh(
    clauses: readonly ArrayLike<number>[],
    whole: ArrayLike<number>,
    hints: Uint8Array,
  ): readonly TopicSum[] {
    this.#sumAll(clauses, whole);
    const told = new Float64Array(clauses.length);
    return this.#weights.bias.map((bias, topic) => {
      const hint = this.#weights.hint[topic] as number;
      for (let clause = 0; clause < told.length; clause++) {
        const own = this.#sums[clause * this.#columns + topic] as number;
        told[clause] = own + (hints[topic * told.length + clause] as number) * hint;
      }
      const { total, shares, first } = softMost(told);
      const [negative, positive] = this.#leaning(topic, shares);
      return { logit: total + bias, negative, positive, first };
    });
  }

  #sumAll(clauses: readonly ArrayLike<number>[], whole: ArrayLike<number>): void {
    const room = (clauses.length + 1) * this.#columns;
    if (this.#sums.length < room) this.#sums = new Float64Array(room * 2);
    this.#all.fill(0);
    let known = 0;
    for (let part = 0; part <= clauses.length; part++) {
      const met = this.#add(clauses[part] ?? whole);
      known += met;
      for (let column = 0; column < this.#columns; column++) {
        this.#all[column] = (this.#all[column] as number) + (this.#sum[column] as number);
      }
      if (part < clauses.length) this.#scale(this.#sum, met, part);
    }
    this.#scale(this.#all, known, clauses.length);
  }

  /** Sums the rows of features; returns how many are known. */
  #add(features: ArrayLike<number>): number {
    const { rows } = this.#weights;
    const sum = this.#sum.fill(0);
    const columns = this.#columns;
    let met = 0;
    for (let at = 0; at < features.length; at++) {
      const row = this.#rows.find(features[at] as number);
      if (row < 0) continue;
      met++;
      const from = row * columns;
      for (let column = 0; column < columns; column++) {
        sum[column] = (sum[column] as number) + (rows[from + column] as number);
      }
    }
    return met;
  }

  #scale(sum: Int32Array, known: number, part: number): void {
    const scale = known === 0 ? 0 : 1 / Math.sqrt(known);
    const from = part * this.#columns;
    for (let column = 0; column < this.#columns; column++) {
      this.#sums[from + column] = (sum[column] as number) * (this.#steps[column] as number) * scale;
    }
  }

  #leaning(topic: number, shares: Float64Array): readonly [number, number] {
    const lean = this.#weights.lean[topic] ?? [0, 0];
    const columns = this.#columns;
    const side = (which: 0 | 1): number => {
      const column = this.#topics + which;
      let sum = lean[which] + (this.#sums[shares.length * columns + column + 2] as number);
      for (let clause = 0; clause < shares.length; clause++) {
        sum += (shares[clause] as number) * (this.#sums[clause * columns + column] as number);
      }
      return sum;
    };
    return [side(0), side(1)];
  }
}

/** −1, 0 or 1 from the log-odds against neutral. */
export function polarityFrom({ negative, positive }: Pick<TopicSum, 'negative' | 'positive'>): -1 | 0 | 1 {
  if (negative <= 0 && positive <= 0) return 0;
  return negative > positive ? -1 : 1;
}

/** Logarithm of the sum of exponentials, each one's share of it, and which is the largest. */
function softMost(values: Float64Array): { total: number; shares: Float64Array; first: number } {
  let first = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) > (values[first] as number)) first = at;
  }
  const most = values[first] ?? 0;
  let sum = 0;
  const shares = values.map((value) => {
    const part = Math.exp(value - most);
    sum += part;
    return part;
  });
  for (let at = 0; at < shares.length; at++) shares[at] = (shares[at] as number) / sum;
  return { total: most + Math.log(sum), shares, first };
}
