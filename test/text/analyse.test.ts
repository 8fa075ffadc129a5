import { expect, test } from 'vitest';
import type { Analysis } from '../../server/core/reading/analysis.ts';
import { toContract } from '../../server/text/analyse.ts';

test('the shares of a reading sum to 1 as they are printed', () => {
  const sentiment = { label: 0, negative: 1 / 3, neutral: 1 / 3, positive: 1 / 3, score: 0 };
  const names = ['anger', 'sadness', 'fear', 'joy', 'surprise', 'neutral'];
  const emotion = Object.fromEntries(names.map((name) => [name, 1 / 6]));
  const line = toContract('1', { sentiment, emotion, evidence: [] } as unknown as Analysis);
  expect(line.sentiment).toMatchObject({ negative: 0.3334, neutral: 0.3333, positive: 0.3333 });
  const sum = Object.values(line.emotion as object).reduce((all, share) => all + share * 10_000, 0);
  expect(Math.round(sum * 1e6) / 1e6).toBe(10_000);
});
