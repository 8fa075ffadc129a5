import { describe, expect, test } from 'vitest';
import type { Alert, AlertChange } from '../../../server/core/alert/alert.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { makeAlert, makeDraft } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

/** An open yellow alert through passes of ten minutes with these indexes. @returns it, and what people are told */
function through(indexes: readonly number[], start: Alert = makeAlert()) {
  let alert = start;
  const told: [number, AlertChange['kind']][] = [];
  indexes.forEach((index, i) => {
    const now = MONDAY + i * 10 * MINUTE;
    const level: Level | null = index >= 70 ? 'II' : index >= 50 ? 'III' : index >= 30 ? 'IV' : null;
    const risk = { ...makeDraft().risk, index, level };
    const draft = level === null ? null : makeDraft({ risk, level });
    const { hysteresis } = DEFAULT_RISK_SETTING;
    const settled = index >= 65 ? 'II' : index >= 45 ? 'III' : index >= 25 ? 'IV' : null;
    const look = {
      watchId: 1,
      risk,
      metrics: {},
      settled,
      hysteresis,
      lastLookAt: now - 10 * MINUTE,
    } as const;
    for (const change of reconcile([alert], draft, now, look)) {
      const { draft: next, kind } = change;
      if ('lowering' in change) alert = { ...alert, lowering: change.lowering };
      else alert = { ...alert, level: next.level, risk: next.risk, findings: next.findings };
      if (!['refreshed', 'calming'].includes(kind)) told.push([i, kind]);
    }
  });
  return { alert, told };
}

/** A first wave of 58, and two hours of calm: long enough that lowering is proposed. */
const FIRST = [55, 58, 56, ...Array<number>(12).fill(20)];

describe('a second wave while lowering waits for somebody', () => {
  test('is told where it is larger than the first, once, however slowly it climbs', () => {
    const rises = [...FIRST, 35, 48, 52, 59, 63, 66, 64, 66];
    expect(through(rises).told).toEqual([
      [9, 'lower-proposed'],
      [16, 'lower-withdrawn'],
      [19, 'surged'],
    ]);
    expect(through([...FIRST, 66]).told).toEqual([
      [9, 'lower-proposed'],
      [15, 'surged'],
    ]);
  });

  test('is none where it is as large as the first or smaller', () => {
    const { told } = through([...FIRST, 52, 58, 62, 55]);
    expect(told.map(([, kind]) => kind)).toEqual(['lower-proposed', 'lower-withdrawn']);
  });

  test('a third is held against the second', () => {
    const calm = Array<number>(12).fill(20);
    const { told } = through([...FIRST, 66, ...calm, 64, ...calm, 69]);
    expect(told.filter(([, kind]) => kind === 'surged')).toEqual([[15, 'surged']]);
  });

  test('a wave that never calmed down climbs as silently as ever', () => {
    expect(through([55, 58, 40, 66, 69]).told).toEqual([]);
  });

  test('one that reaches the next level raises it', () => {
    expect(through([...FIRST, 75]).told.at(-1)?.[1]).toBe('raised');
  });
});

test('what was over stays over through hours of blindness', () => {
  const { alert } = through(FIRST);
  expect(alert.risk.wave).toEqual({ peak: 58, over: true });
  const later = { ...alert, lowering: null, changedAt: MONDAY + 9 * HOUR };
  expect(through([66], later).told).toEqual([[0, 'surged']]);
});
