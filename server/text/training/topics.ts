import { AppError } from '../../core/errors.ts';
import { TOPICS, type TopicDomain } from '../model/topic-names.ts';
import { POLARITY, packTopics, type TopicPack, type TopicWeights } from '../model/topic-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { readSet } from './corpus.ts';
import { type HashedDocument, hashedDocument, TOPIC_SET, type TopicDocument } from './topic-documents.ts';
import { fitTopics, type Leaning } from './topic-fit.ts';
import { type TopicProduct, trainTopicNetwork } from './topic-network.ts';
import { addRegressions, type RegressionShares } from './topic-regression.ts';
import { chooseVocabulary, indexed, type Vocabulary } from './vocabulary.ts';

interface Recipe {
  /** Documents that a feature must stand in. */
  readonly least: number;
  /** Features kept. */
  readonly rows: number;
  readonly polarity: number;
  readonly width: number;
  readonly epochs: number;
  readonly drop: number;
  readonly shares: RegressionShares;
  readonly leaning: Leaning;
}

/** Chosen on the dev parts. */
const RECIPES: Readonly<Record<TopicDomain, Recipe>> = {
  car: {
    least: 2,
    rows: 28_000,
    polarity: 3,
    width: 32,
    epochs: 6,
    drop: 0.6,
    shares: { clause: 1, text: 0 },
    leaning: { alike: true, macro: 0.1 },
  },
  restaurant: {
    least: 3,
    rows: 18_000,
    polarity: 1,
    width: 24,
    epochs: 6,
    drop: 0.6,
    shares: { clause: 0.5, text: 0 },
    leaning: { alike: false, macro: 0.5 },
  },
};
const SEEDS = [1, 2, 3, 4];
const FIRST_SEED = 9;
const RATE = 0.1;
const MAX_QUANTISED = 127;
/** Of a column's weights this share may be cut to the largest byte. */
const CUT = 0.0005;

/**
 * Learns the topics of both domains from the train parts of their sets, fits thresholds on the dev parts,
 * and returns the file. The same sets give the same bytes.
 */
export function trainTopics(
  folder: string,
  preparer: LexiconPreparer,
  progress: (words: string) => void = () => undefined,
): Buffer {
  const train = (domain: TopicDomain) => trainDomain(folder, domain, preparer, progress, RECIPES[domain]);
  return packTopics({ car: train('car'), restaurant: train('restaurant') } satisfies TopicPack);
}

/** One domain. A first network says which features are worth a row; the others see only those. */
export function trainDomain(
  folder: string,
  domain: TopicDomain,
  preparer: LexiconPreparer,
  progress: (words: string) => void,
  recipe: Recipe = RECIPES[domain],
): TopicWeights {
  const hashed = (part: 'train' | 'dev') =>
    readSet(folder, TOPIC_SET[domain], part).map((row) => hashedDocument(row, domain, preparer));
  const train = hashed('train');
  const topics = TOPICS[domain].length;
  const learn = (documents: readonly TopicDocument[], features: number, seed: number) => {
    progress(`${domain} topics, network ${seed}`);
    return trainTopicNetwork(documents, { ...recipe, topics, features, rate: RATE, seed });
  };
  const wide = chooseVocabulary(train.map(distinct), recipe.least);
  if (wide.keys.length === 0)
    throw new AppError('bad_file', `${TOPIC_SET[domain]} in ${folder} teaches nothing`);
  const first = numbered(train, wide);
  const known = narrowed(wide, learn(first, wide.keys.length, FIRST_SEED), first, topics, recipe.rows);
  const documents = numbered(train, known);
  const mean = average(SEEDS.map((seed) => learn(documents, known.keys.length, seed)));
  progress(`${domain} topics, regression`);
  const product = addRegressions(mean, documents, topics, recipe.shares);
  return fitTopics(quantised(product, known.keys, topics), domain, hashed('dev'), recipe.leaning);
}

function distinct({ parts }: HashedDocument): Uint32Array {
  return Uint32Array.from(new Set(parts.flatMap((part) => [...part])));
}

function numbered(documents: readonly HashedDocument[], known: Vocabulary): TopicDocument[] {
  return documents.map((document) => ({
    ...document,
    parts: document.parts.map((part) => indexed(part, known)),
  }));
}

/** The features that moved the answers most over all documents. */
function narrowed(
  { keys }: Vocabulary,
  { weights }: TopicProduct,
  documents: readonly TopicDocument[],
  topics: number,
  rows: number,
): Vocabulary {
  const met = new Float64Array(keys.length);
  for (const { parts } of documents) {
    for (const part of parts) for (const feature of part) met[feature] = (met[feature] as number) + 1;
  }
  const columns = topics + POLARITY;
  const worth = met.map((times, feature) => {
    let most = 0;
    for (let at = feature * columns; at < (feature + 1) * columns; at++) {
      most = Math.max(most, Math.abs(weights[at] as number));
    }
    return most * Math.sqrt(times);
  });
  const order = [...keys.keys()].sort((a, b) => (worth[b] as number) - (worth[a] as number) || a - b);
  const kept = Uint32Array.from(order.slice(0, rows), (feature) => keys[feature] as number).sort();
  return { keys: kept, hot: 0, index: new Map(Array.from(kept, (key, at) => [key, at])) };
}

/** Networks of different seeds, averaged: they multiply out to the same columns. */
function average(products: readonly TopicProduct[]): TopicProduct {
  const mean = <T extends Float32Array | Float64Array>(of: (product: TopicProduct) => T) => {
    const sum = of(products[0] as TopicProduct).map((_, at) =>
      products.reduce((total, product) => total + (of(product)[at] as number) / products.length, 0),
    );
    return sum as T;
  };
  return {
    weights: mean(({ weights }) => weights),
    bias: mean(({ bias }) => bias),
    hint: mean(({ hint }) => hint),
    lean: mean(({ lean }) => lean),
  };
}

function quantised(
  { weights, bias, hint, lean }: TopicProduct,
  keys: Uint32Array,
  topics: number,
): TopicWeights {
  const columns = topics + POLARITY;
  const rows = new Int8Array(keys.length * columns);
  const steps = Array.from({ length: columns }, (_, column) => {
    const sizes = Float32Array.from(keys, (_, row) =>
      Math.abs(weights[row * columns + column] as number),
    ).sort();
    const top = sizes[Math.floor((sizes.length - 1) * (1 - CUT))] ?? 0;
    const step = Math.fround(top > 0 ? top / MAX_QUANTISED : 1);
    for (let row = 0; row < keys.length; row++) {
      const value = Math.round((weights[row * columns + column] as number) / step);
      rows[row * columns + column] = Math.max(-MAX_QUANTISED, Math.min(MAX_QUANTISED, value));
    }
    return step;
  });
  return {
    keys,
    rows,
    steps,
    bias: Array.from(bias),
    hint: Array.from(hint),
    lean: Array.from(
      { length: topics },
      (_, topic) => [lean[topic * 2] ?? 0, lean[topic * 2 + 1] ?? 0] as const,
    ),
  };
}
