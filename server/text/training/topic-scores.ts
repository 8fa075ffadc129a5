import { TOPICS, type TopicDomain } from '../model/topic-names.ts';

/** What the model says of each topic of a text, in the order of TOPICS, beside what people say. */
export interface TopicCase {
  /** By topic: ABSENT (−2), −1, 0 or 1. */
  readonly labels: Int8Array;
  /** By topic; the polarity is scored where people mention it, found or missed. */
  readonly views: readonly { readonly p: number; readonly polarity: number }[];
}

/** Shares of 1. */
export interface TopicScores {
  readonly mention: number;
  readonly byTopic: readonly { readonly code: string; readonly f1: number; readonly rows: number }[];
  readonly polarityAccuracy: number;
  readonly polarityMacro: number;
  /** Accuracy over those of the pairs whose mention was found: what a user gets to see. */
  readonly polarityFound: number;
  /** A mention with another polarity is missed and false at once. */
  readonly joint: number;
  readonly pairs: number;
}

/**
 * Micro-F1 of being mentioned, polarity over the pairs that people mention, and both at once.
 * `counts` says which topics are scored; the others still get a figure of their own.
 */
export function scoreTopics(
  domain: TopicDomain,
  cases: readonly TopicCase[],
  counts: (code: string) => boolean = () => true,
): TopicScores {
  const all = new Counts();
  const joint = new Counts();
  const found = { right: 0, all: 0 };
  const table = [0, 1, 2].map(() => [0, 0, 0]);
  const byTopic = TOPICS[domain].map(({ code }, topic) => {
    const own = new Counts();
    for (const { labels, views } of cases) {
      const label = labels[topic] as number;
      const { p, polarity } = views[topic] as TopicCase['views'][number];
      own.add(label >= -1, p > 0.5);
      if (!counts(code)) continue;
      all.add(label >= -1, p > 0.5);
      joint.add(label >= -1, p > 0.5, label === polarity);
      const row = table[label + 1];
      if (row !== undefined) row[polarity + 1] = (row[polarity + 1] ?? 0) + 1;
      if (label < -1 || p <= 0.5) continue;
      found.all++;
      if (label === polarity) found.right++;
    }
    return { code, f1: own.f1, rows: own.hits + own.missed };
  });
  const [polarityAccuracy, polarityMacro] = agreement(table);
  const pairs = all.hits + all.missed;
  const polarityFound = found.all === 0 ? 0 : found.right / found.all;
  return { mention: all.f1, byTopic, polarityAccuracy, polarityMacro, polarityFound, joint: joint.f1, pairs };
}

/** The eighteen restaurant aspects without the two of the whole visit, as the published figures have it. */
export function isOwnAspect(code: string): boolean {
  return !code.startsWith('others_');
}

class Counts {
  hits = 0;
  missed = 0;
  wrong = 0;

  add(told: boolean, found: boolean, right = true): void {
    if (told && found && right) this.hits++;
    else {
      if (told) this.missed++;
      if (found) this.wrong++;
    }
  }

  get f1(): number {
    const all = 2 * this.hits + this.missed + this.wrong;
    return all === 0 ? 0 : (2 * this.hits) / all;
  }
}

/** Accuracy and macro-F1 of a table of answers by label. */
function agreement(table: readonly (readonly number[])[]): readonly [number, number] {
  const cell = (label: number, answer: number) => table[label]?.[answer] ?? 0;
  const rows = [0, 1, 2].map((side) => cell(side, 0) + cell(side, 1) + cell(side, 2));
  const columns = [0, 1, 2].map((side) => cell(0, side) + cell(1, side) + cell(2, side));
  const total = rows.reduce((a, b) => a + b, 0);
  if (total === 0) return [0, 0];
  const right = [0, 1, 2].reduce((sum, side) => sum + cell(side, side), 0);
  const f1 = [0, 1, 2].map((side) => {
    const size = (rows[side] as number) + (columns[side] as number);
    return size === 0 ? 0 : (2 * cell(side, side)) / size;
  });
  return [right / total, f1.reduce((a, b) => a + b, 0) / 3];
}
