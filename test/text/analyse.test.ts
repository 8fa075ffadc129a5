import { expect, test } from 'vitest';
import type { Analysis, Evidence } from '../../server/core/reading/analysis.ts';
import { toContract } from '../../server/text/analyse.ts';
import { createReader } from '../../server/text/reader.ts';

test('the shares of a reading sum to 1 as they are printed', () => {
  const sentiment = { label: 0, negative: 1 / 3, neutral: 1 / 3, positive: 1 / 3, score: 0 };
  const names = ['anger', 'sadness', 'fear', 'joy', 'surprise', 'neutral'];
  const emotion = Object.fromEntries(names.map((name) => [name, 1 / 6]));
  const line = toContract('1', { sentiment, emotion, evidence: [] } as unknown as Analysis);
  expect(line.sentiment).toMatchObject({ negative: 0.3334, neutral: 0.3333, positive: 0.3333 });
  const sum = Object.values(line.emotion as object).reduce((all, share) => all + share * 10_000, 0);
  expect(Math.round(sum * 1e6) / 1e6).toBe(10_000);
});

test.each([
  ['垃圾公司', '详情如下'],
  ['暖气三天不热,客服态度太差', '师傅来了也修不好,等了5个小时,气死我了'],
  ['太好了!!!', ''],
  [undefined, '虽然送得慢,但是师傅非常专业👍'],
])(
  'evidence under the title %s is of the text alone, and its printed weights sum to the printed score',
  (title, text) => {
    const line = toContract(1, createReader().read(text, title === undefined ? {} : { title }));
    const evidence = line.evidence as Evidence[];
    for (const { span, text: words } of evidence) expect(text.slice(...span)).toBe(words);
    expect(evidence.filter(({ span }) => span[1] === 0).length).toBeLessThanOrEqual(1);
    const units = evidence.reduce((sum, { weight }) => sum + Math.round(weight * 10_000), 0);
    expect(units).toBe(Math.round((line.sentiment as { score: number }).score * 10_000));
  },
);
