import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SentimentLabel } from '../../../server/core/reading/analysis.ts';
import { countedLabel, targetOf } from '../../../server/core/reading/target.ts';
import { createReader } from '../../../server/text/reader.ts';

interface Case {
  readonly text: string;
  readonly subject: readonly string[];
  readonly rivals: readonly string[];
  readonly label: SentimentLabel;
  /** null where the post is not angry. */
  readonly target: string | null;
  readonly name?: string;
  /** The sentiment that must count for the watch, where it is not told by the rest. */
  readonly counted?: SentimentLabel;
}

const cases = JSON.parse(
  readFileSync(new URL('../../text/target-cases.json', import.meta.url), 'utf8'),
) as Case[];
const reader = createReader();

const aimed = (each: Case) => {
  const read = reader.read(each.text);
  // Who is meant is asked here, not how: the mood is given.
  const analysis = { ...read, sentiment: { ...read.sentiment, label: each.label } };
  const rivals = each.rivals.filter((rival) => each.text.includes(rival));
  const terms = each.subject.filter((term) => each.text.includes(term));
  return targetOf({ title: null, text: each.text, analysis, terms, rivals });
};

test('whom a post is angry at is told as a person tells it', () => {
  const wrong = cases.filter((each) => {
    const target = aimed(each);
    const counted = countedLabel(each.label, target);
    const named = each.name === undefined || target?.name === each.name;
    const rightLabel = each.counted === undefined || counted === each.counted;
    return (target?.kind ?? null) !== each.target || !named || !rightLabel;
  });
  const told = wrong.map((each) => `${JSON.stringify(aimed(each))} for ${each.target}: ${each.text}`);
  expect(1 - wrong.length / cases.length, told.join('\n')).toBeGreaterThanOrEqual(0.95);
});
