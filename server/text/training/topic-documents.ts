import { TOPICS, type TopicDomain } from '../model/topic-names.ts';
import { hintsOf, partsOf } from '../model/topic-parts.ts';
import type { LexiconPreparer } from '../prepared.ts';
import type { Row } from './corpus.ts';

/** A text cut in clauses, with what people said of each topic. */
export interface TopicDocument {
  /** Feature numbers by clause, then those of the text as a whole. */
  readonly parts: readonly Int32Array[];
  /** As the reader has them: 1 at [topic × clauses + clause]. */
  readonly hints: Uint8Array;
  /** By topic: ABSENT, −1, 0 or 1. */
  readonly labels: Int8Array;
}
export const ABSENT = -2;

/** The set that teaches each domain its topics. */
export const TOPIC_SET: Readonly<Record<TopicDomain, string>> = {
  car: 'car_aspect',
  restaurant: 'restaurant_aspect',
};

/** What people said of each topic: ABSENT where nothing is told. */
export function topicLabels({ label }: Row, domain: TopicDomain): Int8Array {
  const told = typeof label === 'object' && label !== null ? label : {};
  return Int8Array.from(TOPICS[domain], ({ code }) => told[code] ?? ABSENT);
}

/** A document whose parts are hashes still, to be numbered once the vocabulary is known. */
export type HashedDocument = Omit<TopicDocument, 'parts'> & { readonly parts: readonly Uint32Array[] };

export function hashedDocument(row: Row, domain: TopicDomain, preparer: LexiconPreparer): HashedDocument {
  const { reading, score } = preparer.prepare(row.text);
  const { clauses, whole } = partsOf(reading, score);
  return {
    parts: [...clauses.map(({ features }) => Uint32Array.from(features)), Uint32Array.from(whole)],
    hints: hintsOf(reading, clauses, TOPICS[domain]),
    labels: topicLabels(row, domain),
  };
}
