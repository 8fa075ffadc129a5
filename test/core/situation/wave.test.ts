import { describe, expect, test } from 'vitest';
import type { Alert, AlertChange } from '../../../server/core/alert/alert.ts';
import type { GateFacts } from '../../../server/core/alert/gate.ts';
import { whatRings } from '../../../server/core/alert/ring.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import type { PassFacts } from '../../../server/core/situation/lowering.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { makeAlert, makeDraft, makeFinding } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

/** Nothing is known of the usual course: every hour counts. */
const UNKNOWN = { kind: 'cold-start', days: 0 } as const;

function lookAt(index: number, level: Level | null, now: Instant): PassFacts {
  const settled = index >= 65 ? 'II' : index >= 45 ? 'III' : index >= 25 ? 'IV' : null;
  const { hysteresis } = DEFAULT_RISK_SETTING;
  const risk = { ...makeDraft().risk, index, level };
  const lastLookAt = now - 10 * MINUTE;
  return { watchId: 1, risk, metrics: {}, settled, hysteresis, lastLookAt, usual: UNKNOWN };
}

/** An open yellow alert through passes of ten minutes with these indexes. @returns it, and what people are told */
function through(indexes: readonly number[], start: Alert = makeAlert()) {
  let alert = start;
  const told: [number, AlertChange['kind']][] = [];
  indexes.forEach((index, i) => {
    const now = MONDAY + i * 10 * MINUTE;
    const level: Level | null = index >= 70 ? 'II' : index >= 50 ? 'III' : index >= 30 ? 'IV' : null;
    const risk = { ...makeDraft().risk, index, level };
    const draft = level === null ? null : makeDraft({ risk, level });
    const look = lookAt(index, level, now);
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
  expect(alert.risk.wave).toMatchObject({ peak: 58, over: true });
  const later = { ...alert, lowering: null, changedAt: MONDAY + 9 * HOUR };
  expect(through([66], later).told).toEqual([[0, 'surged']]);
});

describe('an alert that nobody closes', () => {
  const blue = makeAlert({ level: 'IV', risk: { ...makeDraft().risk, index: 38, level: 'IV' } });
  const day = Array<number>(6 * 24 + 1).fill(12);

  test('is to be closed after a day without any level, and the next trouble is told, once', () => {
    const { told, alert } = through([38, 36, ...day, 20, 31, 33, 37, 39], blue);
    expect(told).toEqual([
      [146, 'close-proposed'],
      [148, 'surged'],
    ]);
    expect(alert.lowering).toBeNull();
  });

  test('also where the index climbs so slowly that the proposal is taken back before', () => {
    const { alert } = through([38, 36, ...day, 20, 20], blue);
    const rising = { ...alert, lowering: null };
    expect(through([29, 31, 34], rising).told).toEqual([[1, 'surged']]);
  });

  test('also where it is blue and the old alert was yellow: nobody lowered it either', () => {
    const { told, alert } = through([55, 58, ...day, 33, 34, 36]);
    expect(told.slice(-2)).toEqual([
      [146, 'close-proposed'],
      [147, 'surged'],
    ]);
    expect(alert).toMatchObject({ level: 'III', risk: { index: 36 } });
  });

  test('after half a day of calm the same height is still the same trouble', () => {
    expect(through([38, 36, ...day.slice(0, 72), 31, 33, 37, 39], blue).told).toEqual([]);
  });

  test('what was claimed before the calm is told again where it is claimed again', () => {
    const death = makeFinding({ detector: 'severity', key: 'sev.death', facts: { weight: 1 } });
    const { alert } = through([38, 36, ...day, 20], { ...blue, findings: [death] });
    const now = MONDAY + 60 * HOUR;
    const draft = makeDraft({ level: 'IV', risk: { ...blue.risk, index: 33 } });
    const [surge] = reconcile([alert], draft, now);
    expect(surge).toMatchObject({ kind: 'surged' });
    const later = { ...alert, ...surge?.draft, lowering: null };
    const dead = { ...draft, findings: [...draft.findings, death] };
    expect(reconcile([later], dead, now + HOUR)).toMatchObject([{ kind: 'graver' }]);
  });

  test('says nothing of an index alone, while nothing is found', () => {
    const { alert } = through([38, 36, ...day, 20], blue);
    const look = lookAt(33, 'IV', MONDAY + 60 * HOUR);
    expect(reconcile([alert], null, MONDAY + 60 * HOUR, look).map(({ kind }) => kind)).toEqual([
      'refreshed',
      'lower-withdrawn',
    ]);
  });
});

describe('what a person lowered', () => {
  const thresholds = DEFAULT_RISK_SETTING.thresholds;
  /** Yellow with a peak of 58 at midnight, lowered to blue. */
  const lowered = () => {
    const { alert } = through(FIRST);
    return { ...alert, level: 'IV' as const, lowering: null };
  };
  const up = (index: number, hours: number, more = {}) => {
    const risk = { ...makeDraft().risk, index, level: 'III' as const, thresholds, ...more };
    return reconcile([lowered()], makeDraft({ risk }), MONDAY + hours * HOUR);
  };

  test('comes back to its level lower than it was: the level moves, and nobody is told', () => {
    const [change] = up(53, 8);
    expect(change).toMatchObject({ kind: 'returned', from: 'IV', draft: { level: 'III' } });
    expect(whatRings([change!], {} as GateFacts).held).toMatchObject([{ reason: 'nothing-new' }]);
    // Higher than before it is news all the same.
    const back = { ...lowered(), ...change?.draft };
    const risk = { ...makeDraft().risk, index: 63, level: 'III' as const, thresholds };
    expect(reconcile([back], makeDraft({ risk }), MONDAY + 9 * HOUR)).toMatchObject([{ kind: 'surged' }]);
  });

  test('rises as ever where it is higher than before, a day later, or lifted by a condition', () => {
    expect(up(58, 8)).toMatchObject([{ kind: 'raised' }]);
    expect(up(53, 25)).toMatchObject([{ kind: 'raised' }]);
    expect(up(41, 8, { overrides: ['official'] })).toMatchObject([{ kind: 'raised' }]);
    const risk = { ...makeDraft().risk, index: 53, level: 'III' as const, thresholds };
    const other = makeDraft({ risk, playbooks: ['PB09'] });
    expect(reconcile([lowered()], other, MONDAY + 8 * HOUR)).toMatchObject([{ kind: 'raised' }]);
  });
});
