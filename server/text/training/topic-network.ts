import { seeded } from '../../core/statistics/seeded.ts';
import { POLARITY } from '../model/topic-pack.ts';
import { Adagrad } from './adagrad.ts';
import { FeatureVectors } from './feature-vectors.ts';
import { shuffle } from './random.ts';
import { ABSENT, type TopicDocument } from './topic-documents.ts';

export interface TopicNetworkOptions {
  readonly topics: number;
  readonly features: number;
  readonly width: number;
  readonly epochs: number;
  readonly rate: number;
  /** Share of features left out each time. */
  readonly drop: number;
  /** What an error of polarity weighs against one of mention. */
  readonly polarity: number;
  readonly seed: number;
}

/** Weight of feature f for column c at [f × columns + c]; columns as in the file. */
export interface TopicProduct {
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly hint: Float64Array;
  /** Two by topic: negative and positive against neutral. */
  readonly lean: Float64Array;
}

const CLASSES = 3;
const FIRST_HINT = 1;
/** Shares of a clause below this change nothing that is worth the time. */
const SLIGHT = 1e-4;

/**
 * All topics learnt together through one narrow layer of feature vectors, as the other heads are, but by
 * clause: the odds that a text mentions a topic are the sum of its clauses' odds (multi-instance learning,
 * Dietterich et al. 1997), so each clause is taught by its share; polarity is read from the clauses by the
 * same shares, plus from the text as a whole. Adagrad steps, feature dropout; deterministic.
 */
export function trainTopicNetwork(
  documents: readonly TopicDocument[],
  options: TopicNetworkOptions,
): TopicProduct {
  const network = new TopicNetwork(documents, options);
  const order = Int32Array.from(documents.keys());
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, network.random);
    const rate = options.rate * (1 - (epoch / options.epochs) * 0.9);
    for (const at of order) network.learn(documents[at] as TopicDocument, rate);
  }
  return network.product();
}

class TopicNetwork {
  readonly random: () => number;
  readonly #options: TopicNetworkOptions;
  readonly #vectors: FeatureVectors;
  /** Rows of the vectors' width: topics, polarity of a clause (3), of the text (3). */
  readonly #out: Adagrad;
  /** By topic: bias; hint; lean of the three classes. */
  readonly #bias: Adagrad;

  constructor(documents: readonly TopicDocument[], options: TopicNetworkOptions) {
    const { topics, features, width, seed } = options;
    this.#options = options;
    this.random = seeded(seed);
    this.#vectors = new FeatureVectors(features, width, this.random);
    const spread = 2 * Math.sqrt(3 / width);
    const out = Float64Array.from(
      { length: (topics + 2 * CLASSES) * width },
      () => (this.random() - 0.5) * spread,
    );
    this.#out = new Adagrad(out, 1e-3);
    this.#bias = new Adagrad(startOf(documents, topics), 1e-2);
  }

  learn(document: TopicDocument, rate: number): void {
    if (this.#vectors.sum(document.parts, this.#options.drop) === 0) return;
    for (let topic = 0; topic < this.#options.topics; topic++) this.#teach(document, topic);
    this.#out.step(rate);
    this.#bias.step(rate);
    this.#vectors.adjust(rate);
  }

  #teach({ parts, hints, labels }: TopicDocument, topic: number): void {
    const { topics } = this.#options;
    const clauses = parts.length - 1;
    const hint = this.#bias.values[topics + topic] as number;
    const told = Float64Array.from(
      { length: clauses },
      (_, clause) => this.#dot(topic, clause) + (hints[topic * clauses + clause] as number) * hint,
    );
    const most = told.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const shares = told.map((value) => Math.exp(value - most));
    const sum = shares.reduce((a, b) => a + b, 0);
    const label = labels[topic] as number;
    const logit = (this.#bias.values[topic] as number) + most + Math.log(sum);
    const error = 1 / (1 + Math.exp(-logit)) - (label === ABSENT ? 0 : 1);
    const slopes = this.#bias.gradient;
    slopes[topic] = error;
    for (let clause = 0; clause < clauses; clause++) {
      shares[clause] = (shares[clause] as number) / sum;
      const share = error * (shares[clause] as number);
      this.#spread(topic, clause, share);
      if (hints[topic * clauses + clause] === 1) {
        slopes[topics + topic] = (slopes[topics + topic] as number) + share;
      }
    }
    if (label !== ABSENT) this.#teachPolarity(topic, label + 1, shares);
  }

  #teachPolarity(topic: number, answer: number, shares: Float64Array): void {
    const { topics, polarity } = this.#options;
    const all = shares.length + 1;
    const first = topics * 2 + topic * CLASSES;
    const logits = [0, 1, 2].map((side) => {
      let logit = (this.#bias.values[first + side] as number) + this.#dot(topics + CLASSES + side, all);
      shares.forEach((share, clause) => {
        if (share > SLIGHT) logit += share * this.#dot(topics + side, clause);
      });
      return logit;
    });
    const most = Math.max(...logits);
    const odds = logits.map((logit) => Math.exp(logit - most));
    const total = odds.reduce((a, b) => a + b, 0);
    odds.forEach((odd, side) => {
      const error = (odd / total - (side === answer ? 1 : 0)) * polarity;
      this.#bias.gradient[first + side] = error;
      this.#spread(topics + CLASSES + side, all, error);
      shares.forEach((share, clause) => {
        this.#spread(topics + side, clause, error * share);
      });
    });
  }

  #dot(row: number, part: number): number {
    const { width } = this.#options;
    const { values } = this.#out;
    const { hidden } = this.#vectors;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      sum += (values[row * width + at] as number) * (hidden[part * width + at] as number);
    }
    return sum;
  }

  #spread(row: number, part: number, error: number): void {
    if (Math.abs(error) < SLIGHT) return;
    const { width } = this.#options;
    const { values, gradient } = this.#out;
    const { hidden, back } = this.#vectors;
    for (let at = 0; at < width; at++) {
      const own = row * width + at;
      const other = part * width + at;
      gradient[own] = (gradient[own] as number) + error * (hidden[other] as number);
      back[other] = (back[other] as number) + error * (values[own] as number);
    }
  }

  product(): TopicProduct {
    const { topics, features, width } = this.#options;
    const { values: vectors } = this.#vectors;
    const { values } = this.#out;
    const rows = columnRows(topics, values, width);
    const columns = topics + POLARITY;
    const weights = new Float32Array(features * columns);
    for (let feature = 0; feature < features; feature++) {
      rows.forEach((row, column) => {
        let sum = 0;
        for (let at = 0; at < width; at++) {
          sum += (vectors[feature * width + at] as number) * (row[at] as number);
        }
        weights[feature * columns + column] = sum;
      });
    }
    const bias = this.#bias.values;
    const lean = Float64Array.from({ length: topics * 2 }, (_, at) => {
      const first = topics * 2 + (at >> 1) * CLASSES;
      return (bias[first + (at & 1) * 2] as number) - (bias[first + 1] as number);
    });
    return { weights, bias: bias.slice(0, topics), hint: bias.slice(topics, topics * 2), lean };
  }
}

/** A topic starts as often as it is met, whatever the number of clauses. */
function startOf(documents: readonly TopicDocument[], topics: number): Float64Array {
  const start = new Float64Array(topics * (2 + CLASSES));
  const clauses = documents.reduce((sum, { parts }) => sum + parts.length - 1, 0) / documents.length;
  for (let topic = 0; topic < topics; topic++) {
    const met = documents.reduce((sum, { labels }) => sum + (labels[topic] === ABSENT ? 0 : 1), 0);
    const odds = (met + 1) / (documents.length - met + 1);
    start[topic] = Math.log(odds) - Math.log(clauses);
    start[topics + topic] = FIRST_HINT;
  }
  return start;
}

/** Output rows as the columns have them: a class of polarity against neutral. */
function columnRows(topics: number, out: Float64Array, width: number): Float64Array[] {
  const row = (at: number) => out.subarray(at * width, (at + 1) * width);
  const against = (first: number, side: number) =>
    row(first + side).map((value, at) => value - (row(first + 1)[at] as number));
  return [
    ...Array.from({ length: topics }, (_, topic) => row(topic)),
    ...[topics, topics + CLASSES].flatMap((first) => [against(first, 0), against(first, 2)]),
  ];
}
