import { expect, test } from 'vitest';
import { byTelling } from '../../../server/core/finding/by-telling.ts';
import type { Finding } from '../../../server/core/finding/finding.ts';
import { makeFinding } from '../alert/make-alert.ts';

const rule = (detector: string) =>
  makeFinding({ detector, expected: null, score: 0, baseline: { kind: 'rule' }, facts: {} });

test('counts lead, complaints before others; then shares, grave claims, others, how it spreads, what is observed', () => {
  const all = makeFinding({ score: 6, facts: { measure: 'total' } });
  const complaints = makeFinding({ score: 5 });
  const share = makeFinding({ detector: 'negative-share', expected: null, facts: {} });
  const silence = makeFinding({ detector: 'silence', score: 9, facts: { measure: 'silence' } });
  const claims = ['severity', 'rumour', 'hot-list'].map(rule);
  const ordered: readonly Finding[] = [complaints, all, share, ...claims, silence];
  expect(byTelling(ordered.toReversed())).toEqual(ordered);
  expect(byTelling([])).toEqual([]);
});
