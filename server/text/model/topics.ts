import type { Reading } from '../reading.ts';
import type { Score } from '../score.ts';
import { polarityFrom, TopicHead } from './topic-head.ts';
import { TOPICS, type TopicDomain } from './topic-names.ts';
import { unpackTopics } from './topic-pack.ts';
import { hintsOf, partsOf } from './topic-parts.ts';

export interface TopicMention {
  readonly code: string;
  readonly name: string;
  readonly polarity: -1 | 0 | 1;
  /** The clause that weighed most; offsets into the text of the reading. */
  readonly span: readonly [number, number];
  /** That it is mentioned; the threshold is at one half. */
  readonly p: number;
}

export interface TopicModel {
  /** Topics that a text of the domain mentions, in the order of their list. */
  read(domain: TopicDomain, reading: Reading, score: Score): readonly TopicMention[];
  /** Every topic of the domain, mentioned or not: polarity is scored where the mention was missed, too. */
  view(domain: TopicDomain, reading: Reading, score: Score): readonly TopicMention[];
}

/** Throws AppError('bad_config') when the file is damaged or of another version. */
export function loadTopics(bytes: Uint8Array): TopicModel {
  const pack = unpackTopics(bytes);
  const heads: Readonly<Record<TopicDomain, TopicHead>> = {
    car: new TopicHead(pack.car),
    restaurant: new TopicHead(pack.restaurant),
  };
  const view: TopicModel['view'] = (domain, reading, score) => {
    const topics = TOPICS[domain];
    const { clauses, whole } = partsOf(reading, score);
    const hints = hintsOf(reading, clauses, topics);
    const sums = heads[domain].weigh(
      clauses.map(({ features }) => features),
      whole,
      hints,
    );
    return topics.map(({ code, name }, at) => {
      const { logit, negative, positive, first } = sums[at] as (typeof sums)[number];
      return {
        code,
        name,
        polarity: polarityFrom({ negative, positive }),
        span: clauses[first]?.span ?? [0, 0],
        p: 1 / (1 + Math.exp(-logit)),
      };
    });
  };
  return { view, read: (...asked) => view(...asked).filter(({ p }) => p > 0.5) };
}
