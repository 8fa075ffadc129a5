import { POLARITY } from '../model/topic-pack.ts';
import { trainLogistic } from './logistic.ts';
import { ABSENT, type TopicDocument } from './topic-documents.ts';
import type { TopicProduct } from './topic-network.ts';

/** How much of an NB-weighted regression is added to the networks' polarity; 0 for none. */
export interface RegressionShares {
  /** Learnt from the clauses that tell of the topic. */
  readonly clause: number;
  /** Learnt from the whole text. */
  readonly text: number;
}

const COST = 4;
/** A clause tells of a topic when it has this share of its odds. */
const TELLS = 0.15;

interface Pair {
  readonly document: Int32Array;
  readonly label: number;
}

/** Adds regressions of polarity to the columns of the networks: they err elsewhere than networks do. */
export function addRegressions(
  product: TopicProduct,
  documents: readonly TopicDocument[],
  topics: number,
  shares: RegressionShares,
): TopicProduct {
  const sum = { ...product, weights: product.weights.slice(), lean: product.lean.slice() };
  if (shares.clause > 0) {
    const pairs = pairsOf(documents, (document, topic) => tellingClauses(product, document, topic, topics));
    add(sum, pairs, topics, topics, shares.clause);
  }
  if (shares.text > 0) {
    const whole = new Map(documents.map((document) => [document, together(document.parts)]));
    const pairs = pairsOf(documents, (document) => whole.get(document) as Int32Array);
    add(sum, pairs, topics, topics + 2, shares.text);
  }
  return sum;
}

function pairsOf(
  documents: readonly TopicDocument[],
  featuresOf: (document: TopicDocument, topic: number) => Int32Array,
): Pair[] {
  return documents.flatMap((document) =>
    [...document.labels].flatMap((label, topic) =>
      label === ABSENT ? [] : [{ document: featuresOf(document, topic), label }],
    ),
  );
}

/** One side against the rest, less the middle against the rest. */
function add(sum: TopicProduct, pairs: readonly Pair[], topics: number, column: number, share: number): void {
  const columns = topics + POLARITY;
  const examples = {
    documents: pairs.map(({ document }) => document),
    features: sum.weights.length / columns,
  };
  const [down, middle, up] = ([-1, 0, 1] as const).map((side) =>
    trainLogistic(
      { ...examples, signs: Int8Array.from(pairs, ({ label }) => (label === side ? 1 : -1)) },
      COST,
    ),
  ) as [ReturnType<typeof trainLogistic>, ReturnType<typeof trainLogistic>, ReturnType<typeof trainLogistic>];
  [down, up].forEach((side, which) => {
    for (let feature = 0; feature < examples.features; feature++) {
      const at = feature * columns + column + which;
      const more = (side.weights[feature] as number) - (middle.weights[feature] as number);
      sum.weights[at] = (sum.weights[at] as number) + share * more;
    }
    for (let topic = 0; topic < topics; topic++) {
      const at = topic * 2 + which;
      sum.lean[at] = (sum.lean[at] as number) + share * (side.bias - middle.bias);
    }
  });
}

function tellingClauses(
  { weights, hint }: TopicProduct,
  { parts, hints }: TopicDocument,
  topic: number,
  topics: number,
): Int32Array {
  const columns = topics + POLARITY;
  const clauses = parts.slice(0, -1);
  const odds = clauses.map((features, clause) => {
    let sum = 0;
    for (const feature of features) sum += weights[feature * columns + topic] as number;
    const hinted = hints[topic * clauses.length + clause] === 1 ? (hint[topic] as number) : 0;
    return Math.exp(sum / Math.sqrt(Math.max(1, features.length)) + hinted);
  });
  const total = odds.reduce((a, b) => a + b, 0);
  return together(clauses.filter((_, clause) => (odds[clause] as number) / total > TELLS));
}

function together(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part]));
}
