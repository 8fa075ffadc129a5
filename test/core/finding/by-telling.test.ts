import { expect, test } from 'vitest';
import { byTelling, gravestClaim } from '../../../server/core/finding/by-telling.ts';
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

test('of grave claims the gravest leads, whenever it was found', () => {
  const graver = (weight: number) =>
    makeFinding({ ...rule('severity'), key: `${weight}`, facts: { weight } });
  const [outage, injury, death] = [graver(0.5), graver(0.8), graver(1)] as const;
  expect(
    byTelling([rule('rumour'), outage, injury, death])
      .map(({ key }) => key)
      .slice(0, 3),
  ).toEqual([death.key, injury.key, outage.key]);
  expect(gravestClaim([makeFinding(), outage, death])?.key).toBe(death.key);
  expect(gravestClaim([makeFinding(), rule('rumour')])).toBeNull();
});
