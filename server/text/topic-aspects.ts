import { readFileSync } from 'node:fs';
import type { Aspect } from '../core/reading/analysis.ts';
import type { Read } from './model/language-model.ts';
import { GATES } from './model/layout.ts';
import type { TopicDomain } from './model/topic-names.ts';
import { loadTopics, type TopicModel } from './model/topics.ts';
import type { Reading } from './reading.ts';
import type { Score } from './score.ts';

/** A text is asked for the topics of a trade only where it is more of that trade than of all others. */
const OWN = 0.5;
const CAR = GATES.indexOf('car');
const RESTAURANT = GATES.indexOf('restaurant');

let loaded: TopicModel | undefined;

/**
 * What a car or restaurant review speaks of, with the side it takes on each; none for other texts. Spans are
 * offsets of the normalised text. The heads are loaded when the first such text is met.
 */
export function topicAspects({ opinions }: Read, reading: Reading, score: Score): Aspect[] {
  const domain = domainOf(opinions.gates);
  if (domain === null) return [];
  loaded ??= loadTopics(readFileSync(new URL('./model/topics.bin', import.meta.url)));
  return loaded.read(domain, reading, score).map(({ code, name, polarity, span }) => ({
    aspect: name,
    topic: code,
    servqual: null,
    expectation: 'functional',
    touchpoint: domain === 'restaurant' ? 'stay_dining' : null,
    polarity,
    span,
  }));
}

function domainOf(gates: readonly number[]): TopicDomain | null {
  if ((gates[CAR] as number) > OWN) return 'car';
  return (gates[RESTAURANT] as number) > OWN ? 'restaurant' : null;
}
