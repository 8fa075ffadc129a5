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

/** Sums of whole numbers for each clause and for the text, scaled by the root of how many were known. */
interface Sums {
  readonly clauses: readonly Float64Array[];
  readonly whole: Float64Array;
}

/**
 * One domain's weights at work. A text mentions a topic when the sum of its clauses' odds says so; the
 * clauses that told of the topic tell how it is liked, each by its share of those odds.
 */
export class TopicHead {
  readonly #weights: TopicWeights;
  readonly #rows: ReadonlyMap<number, number>;
  readonly #columns: number;
  readonly #topics: number;

  constructor(weights: TopicWeights) {
    this.#weights = weights;
    this.#rows = new Map(Array.from(weights.keys, (key, row) => [key, row]));
    this.#columns = weights.steps.length;
    this.#topics = weights.bias.length;
  }

  /** `hints[topic × clauses + clause]` is 1 where a word of the topic stands in the clause. */
  weigh(
    clauses: readonly Iterable<number>[],
    whole: Iterable<number>,
    hints: Uint8Array,
  ): readonly TopicSum[] {
    const sums = this.#sum(clauses, whole);
    return this.#weights.bias.map((bias, topic) => {
      const hint = this.#weights.hint[topic] as number;
      const told = sums.clauses.map(
        (sum, clause) => (sum[topic] as number) + (hints[topic * clauses.length + clause] as number) * hint,
      );
      const { total, shares, first } = softMost(told);
      const [negative, positive] = this.#leaning(topic, sums, shares);
      return { logit: total + bias, negative, positive, first };
    });
  }

  #sum(clauses: readonly Iterable<number>[], whole: Iterable<number>): Sums {
    const all = new Int32Array(this.#columns);
    let known = 0;
    const own = [...clauses, whole].map((features) => {
      const sum = new Int32Array(this.#columns);
      const met = this.#add(features, sum);
      known += met;
      for (let column = 0; column < sum.length; column++) {
        all[column] = (all[column] as number) + (sum[column] as number);
      }
      return this.#scaled(sum, met);
    });
    return { clauses: own.slice(0, clauses.length), whole: this.#scaled(all, known) };
  }

  #add(features: Iterable<number>, sum: Int32Array): number {
    const { rows } = this.#weights;
    let met = 0;
    for (const feature of features) {
      const row = this.#rows.get(feature);
      if (row === undefined) continue;
      met++;
      const from = row * this.#columns;
      for (let column = 0; column < this.#columns; column++) {
        sum[column] = (sum[column] as number) + (rows[from + column] as number);
      }
    }
    return met;
  }

  #scaled(sum: Int32Array, known: number): Float64Array {
    const { steps } = this.#weights;
    const scale = known === 0 ? 0 : 1 / Math.sqrt(known);
    return Float64Array.from(sum, (value, column) => value * (steps[column] as number) * scale);
  }

  #leaning(topic: number, { clauses, whole }: Sums, shares: readonly number[]): readonly [number, number] {
    const lean = this.#weights.lean[topic] ?? [0, 0];
    const side = (which: 0 | 1): number => {
      const column = this.#topics + which;
      let sum = lean[which] + (whole[column + 2] as number);
      shares.forEach((share, clause) => {
        sum += share * (clauses[clause]?.[column] ?? 0);
      });
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
function softMost(values: readonly number[]): { total: number; shares: readonly number[]; first: number } {
  let first = 0;
  values.forEach((value, at) => {
    if (value > (values[first] as number)) first = at;
  });
  const most = values[first] ?? 0;
  const parts = values.map((value) => Math.exp(value - most));
  const sum = parts.reduce((a, b) => a + b, 0);
  return { total: most + Math.log(sum), shares: parts.map((part) => part / sum), first };
}
