import { describe, expect, test } from 'vitest';
import { DEFAULT_ESCALATION } from '../../../server/core/alert/escalation.ts';
import { type AlertStep, alertTiming } from '../../../server/core/report/alert-timing.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { MINUTE } from '../../../server/core/time.ts';

const step = (minute: number, kind: string, to: Level = 'IV'): AlertStep => ({
  kind,
  to,
  at: minute * MINUTE,
  publishedAt: kind === 'opened' ? (minute - 6) * MINUTE : null,
});
const timing = (steps: readonly AlertStep[], now = 10_000) =>
  alertTiming(steps, DEFAULT_ESCALATION.minutes, now * MINUTE);

describe('how fast an alert was confirmed', () => {
  test('is measured from its opening; in time is by the minutes of its level', () => {
    expect(timing([step(10, 'opened'), step(100, 'acknowledged')])).toEqual({
      found: 6 * MINUTE,
      confirmed: 90 * MINUTE,
      onTime: true,
    });
    expect(timing([step(10, 'opened', 'I'), step(16, 'acknowledged', 'I')]).onTime).toBe(false);
  });

  test('a rise gives the time of the new level; one that ran out before stays late', () => {
    const raised = [step(0, 'opened'), step(60, 'raised', 'I'), step(64, 'acknowledged', 'I')];
    expect(timing(raised)).toMatchObject({ confirmed: 64 * MINUTE, onTime: true });
    const late = [step(0, 'opened'), step(121, 'raised', 'I'), step(122, 'acknowledged', 'I')];
    expect(timing(late).onTime).toBe(false);
  });

  test('what became graver after it was confirmed is to be confirmed again, in time', () => {
    const before = [step(0, 'opened'), step(12, 'acknowledged'), step(60, 'raised', 'I')];
    const again = (minute: number) => [...before, step(minute, 'acknowledged', 'I')];
    expect(timing(again(64))).toMatchObject({ confirmed: 12 * MINUTE, onTime: true });
    expect(timing(again(66))).toMatchObject({ confirmed: 12 * MINUTE, onTime: false });
    expect(timing(before, 64)).toMatchObject({ confirmed: 12 * MINUTE, onTime: null });
    expect(timing(before, 66)).toMatchObject({ confirmed: 12 * MINUTE, onTime: false });
  });

  test('of one that nobody confirmed says late once its time is over, and nothing before', () => {
    expect(timing([step(0, 'opened', 'III')], 29)).toMatchObject({ confirmed: null, onTime: null });
    expect(timing([step(0, 'opened', 'III')], 31)).toMatchObject({ confirmed: null, onTime: false });
  });

  test('whoever closes one without confirming has seen it', () => {
    expect(timing([step(0, 'opened', 'III'), step(5, 'false_alarm', 'III')])).toMatchObject({
      confirmed: 5 * MINUTE,
      onTime: true,
    });
  });
});
