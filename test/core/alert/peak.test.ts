import { describe, expect, test } from 'vitest';
import { type Finds, peakOf } from '../../../server/core/alert/peak.ts';
import { worstSentence } from '../../../server/core/message/alert-words.ts';
import { HOUR } from '../../../server/core/time.ts';
import { makeFinding } from './make-alert.ts';

const MONDAY = Date.parse('2026-11-23T10:00:00+08:00');

const claims = makeFinding({
  detector: 'severity',
  key: 'death-2',
  observed: 220,
  expected: null,
  usualHigh: null,
  score: 0,
  baseline: { kind: 'rule' },
  facts: { category: 'death', weight: 10 },
});
const few = makeFinding({ observed: 10, expected: 0.4, usualHigh: 1 });
const at = (hours: number, to: Finds['to'], findings: Finds['findings']): Finds => ({
  at: MONDAY + hours * HOUR,
  to,
  findings,
});

describe('an alert at its worst', () => {
  test('is its highest level, of several such the gravest claim, then the latest', () => {
    const worst = at(1, 'II', [claims]);
    expect(peakOf([at(0, 'III', [few]), worst, at(2, 'II', [few])])).toBe(worst);
    const later = at(3, 'II', [few]);
    expect(peakOf([at(2, 'II', [few]), later])).toBe(later);
  });

  test('is none where people registered facts', () => {
    expect(peakOf([at(0, 'I', [])])).toBeNull();
  });

  test('is told with its time once it is past, and as it is while it goes on', () => {
    const worst = at(1, 'II', [claims]);
    const now = { findings: [few] };
    expect(worstSentence(now, worst, '热力', worst.at + HOUR)).not.toContain('月');
    const past = worstSentence(now, worst, '热力', worst.at + 60 * HOUR);
    expect(past).toContain('220 个账号');
    expect(past).toMatch(/（\d+月\d+日 \d\d:\d\d）。$/);
    expect(worstSentence(now, undefined, '热力', MONDAY)).toContain('10 条');
  });
});
