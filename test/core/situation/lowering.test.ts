import { describe, expect, test } from 'vitest';
import type { Alert, Lowering } from '../../../server/core/alert/alert.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import type { Baseline } from '../../../server/core/series/baseline/baseline.ts';
import { keptUp, loweredTo, loweringOf, type PassFacts } from '../../../server/core/situation/lowering.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../../server/core/time.ts';
import { makeAlert, makeDraft } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

/** Nothing is known of the usual course: every hour counts. */
const UNKNOWN = { kind: 'cold-start', days: 0 } as const;

function look(settled: Level | null, more: Partial<PassFacts> = {}): PassFacts {
  const { risk, metrics } = makeDraft();
  const calm = { ...risk, index: 20, level: settled };
  const { hysteresis } = DEFAULT_RISK_SETTING;
  return { watchId: 1, risk: calm, metrics, settled, hysteresis, lastLookAt: null, usual: UNKNOWN, ...more };
}

/** An alert watched for some hours, a look every ten minutes. */
function watched(alert: Alert, hours: number, settledAt: (at: Instant) => Level | null): Lowering | null {
  let { lowering } = alert;
  for (let at = MONDAY; at <= MONDAY + hours * HOUR; at += 10 * MINUTE) {
    lowering = loweringOf({ ...alert, lowering }, look(settledAt(at)), at);
  }
  return lowering;
}

describe('on its way down', () => {
  const orange = makeAlert({ level: 'II' });

  test('a level that holds leaves no clock running', () => {
    expect(loweringOf(orange, look('II'), MONDAY)).toBeNull();
    expect(loweringOf(orange, look('I'), MONDAY)).toBeNull();
  });

  test('nothing is proposed before the hold time is over', () => {
    expect(watched(orange, 1.5, () => 'III')).toEqual({ calmSince: { II: MONDAY }, proposal: null });
  });

  test('after it one level down is proposed, since when it was calm', () => {
    expect(watched(orange, 2, () => 'III')).toEqual({
      calmSince: { II: MONDAY },
      proposal: { to: 'III', since: MONDAY, at: MONDAY + 2 * HOUR },
    });
  });

  test('as far down as every level on the way has been left long enough', () => {
    const red = makeAlert({ level: 'I' });
    const falling = (at: Instant): Level | null => (at < MONDAY + 4 * HOUR ? 'III' : null);
    expect(watched(red, 4, falling)?.proposal?.to).toBe('III');
    expect(watched(red, 5, falling)?.proposal?.to).toBe('IV');
  });

  test('one look at the old height starts the clock anew', () => {
    const bounce = (at: Instant): Level => (at === MONDAY + HOUR ? 'II' : 'III');
    expect(watched(orange, 2, bounce)).toEqual({
      calmSince: { II: MONDAY + HOUR + 10 * MINUTE },
      proposal: null,
    });
  });

  test('calm that nobody looked at does not count', () => {
    const before: Lowering = { calmSince: { II: MONDAY - 9 * HOUR }, proposal: null };
    const alert = { ...orange, lowering: before };
    const asleep = look('III', { lastLookAt: MONDAY - 3 * HOUR });
    expect(loweringOf(alert, asleep, MONDAY)).toEqual({ calmSince: { II: MONDAY }, proposal: null });
    const awake = look('III', { lastLookAt: MONDAY - HOUR });
    expect(loweringOf(alert, awake, MONDAY)?.proposal?.to).toBe('III');
  });

  test('blue is the lowest: after a day without any level closing is proposed', () => {
    const blue = makeAlert({ level: 'IV' });
    expect(watched(blue, 48, () => 'IV')).toBeNull();
    expect(watched(blue, 23, () => null)).toEqual({ calmSince: { IV: MONDAY }, proposal: null });
    expect(watched(blue, 26, () => null)?.proposal).toEqual({
      to: null,
      since: MONDAY,
      at: MONDAY + 24 * HOUR,
    });
  });

  test('so it is of an alert that nobody lowered, counted since there was no level at all', () => {
    const falling = (at: Instant): Level | null => (at < MONDAY + 6 * HOUR ? 'IV' : null);
    expect(watched(orange, 29, falling)?.proposal?.to).toBe('IV');
    expect(watched(orange, 30, falling)?.proposal).toMatchObject({ to: null, since: MONDAY + 6 * HOUR });
  });

  test('a night that is always quiet earns no hold time, a whole day does', () => {
    // Of the days nothing is said from midnight to seven.
    const slots = Array.from({ length: 168 }, (_, hour) => (hour % 24 < 7 ? 1 : 20));
    const usual: Baseline = {
      ...({ kind: 'hour-of-week', days: 28, slots, doubts: [], dayDoubts: [] } as const),
      hourDispersion: 0.1,
      sixHourDispersion: 0.1,
    };
    const midnight = startOfDay(MONDAY + 24 * HOUR);
    const yellow = (more: Partial<Lowering['calmSince']>, now: Instant) =>
      loweringOf(
        makeAlert({ level: 'III', lowering: { calmSince: more, proposal: null } }),
        look('IV', { usual }),
        now,
      )?.proposal ?? null;
    const since = midnight - 30 * MINUTE;
    expect(yellow({ III: since }, midnight + 7 * HOUR)).toBeNull();
    expect(yellow({ III: since }, midnight + 7 * HOUR + 20 * MINUTE)).toBeNull();
    expect(yellow({ III: since }, midnight + 7 * HOUR + 30 * MINUTE)).toMatchObject({ to: 'IV', since });
    expect(yellow({ III: midnight + 9 * HOUR }, midnight + 10 * HOUR)).toMatchObject({ to: 'IV' });
    const deaf = { ...usual, slots: slots.map((_, hour) => (hour < 24 ? 900 : 0)) };
    const holding = makeAlert({ level: 'III', lowering: { calmSince: { III: since }, proposal: null } });
    expect(loweringOf(holding, look('IV', { usual: deaf }), since + DAY)?.proposal?.to).toBe('IV');
  });

  test('once lowered the clocks of the levels below run on; kept up, all begin anew', () => {
    const lowering = watched(makeAlert({ level: 'I' }), 5, () => null);
    expect(loweredTo(lowering!, 'II')).toEqual({
      calmSince: { IV: MONDAY, III: MONDAY, II: MONDAY },
      proposal: null,
    });
    expect(loweredTo(lowering!, 'IV')).toEqual({ calmSince: { IV: MONDAY }, proposal: null });
    const at = MONDAY + 5 * HOUR;
    expect(keptUp(lowering!, at)).toEqual({ calmSince: { IV: at, III: at, II: at, I: at }, proposal: null });
  });
});

describe('what reconcile says of it', () => {
  const proposal = { to: 'III', since: MONDAY - 3 * HOUR, at: MONDAY - HOUR } as const;
  const calmSince = { II: MONDAY - 3 * HOUR };
  const orange = makeAlert({ level: 'II' });
  const proposed = makeAlert({ level: 'II', lowering: { calmSince, proposal } });
  const kinds = (
    alert: Alert,
    ...rest: Parameters<typeof reconcile> extends [unknown, ...infer R] ? R : never
  ) => reconcile([alert], ...rest).map((each) => each.kind);

  test('clocks start silently, a proposal is told, the level stays', () => {
    expect(kinds(orange, null, MONDAY, look('III'))).toEqual(['refreshed', 'calming']);
    const ripe = makeAlert({ level: 'II', lowering: { calmSince, proposal: null } });
    expect(reconcile([ripe], null, MONDAY, look('III'))).toMatchObject([
      { kind: 'refreshed', draft: { level: 'II', risk: { index: 20 }, examples: [1, 2] } },
      { kind: 'lower-proposed', from: 'II', lowering: { proposal: { to: 'III' } }, draft: { level: 'II' } },
    ]);
  });

  test('a proposal that stands is not told again', () => {
    expect(kinds(proposed, null, MONDAY, look('III'))).toEqual(['refreshed']);
  });

  test('back at the old height it is withdrawn; higher, the alert rises and says so itself', () => {
    const same = makeDraft({ level: 'II' });
    expect(kinds(proposed, same, MONDAY, look('II'))).toContain('lower-withdrawn');
    expect(kinds(proposed, makeDraft({ level: 'I' }), MONDAY, look('I'))).toEqual(['raised', 'calming']);
  });

  test('without a look nothing falls, nothing closes', () => {
    expect(reconcile([proposed], null, MONDAY)).toEqual([]);
  });
});
