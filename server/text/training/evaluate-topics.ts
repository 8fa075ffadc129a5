import { readFileSync } from 'node:fs';
import { TOPIC_DOMAINS, type TopicDomain } from '../model/topic-names.ts';
import { loadTopics } from '../model/topics.ts';
import { createLexiconPreparer } from '../prepared.ts';
import { hasSet, type Part, readSet } from './corpus.ts';
import { TOPIC_SET, topicLabels } from './topic-documents.ts';
import { isOwnAspect, scoreTopics, type TopicScores } from './topic-scores.ts';

export interface TopicReport {
  readonly domain: TopicDomain;
  readonly texts: number;
  readonly scores: TopicScores;
}

/** Measures the topic heads on the sets of their trades; restaurant without the two aspects of the whole visit. */
export function evaluateTopics(folder: string, part: Part): TopicReport[] {
  const model = loadTopics(readFileSync(new URL('../model/topics.bin', import.meta.url)));
  const lexicon = createLexiconPreparer();
  return TOPIC_DOMAINS.filter((domain) => hasSet(folder, TOPIC_SET[domain], part)).map((domain) => {
    const rows = readSet(folder, TOPIC_SET[domain], part);
    const cases = rows.map((row) => {
      const { reading, score } = lexicon.prepare(row.text);
      return { labels: topicLabels(row, domain), views: model.view(domain, reading, score) };
    });
    return { domain, texts: rows.length, scores: scoreTopics(domain, cases, isOwnAspect) };
  });
}
