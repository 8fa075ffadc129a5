import { describe, expect, test } from 'vitest';
import { englishSteps, firstSteps, stepsDue } from '../../../server/core/message/first-steps.ts';
import { askedSteps, nextStep } from '../../../server/core/review/next-step.ts';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import safety from '../../../server/playbooks/safety-accident.ts';
import outage from '../../../server/playbooks/service-outage.ts';

const OPENED = Date.parse('2026-11-23T10:47:00+08:00');
const alert = { openedAt: OPENED, closedAt: null, level: 'I' as const, calledAt: {} };
const tick = (playbook: string, no: number) => ({ playbook, no, doneAt: OPENED + MINUTE });

describe('what a message says is to be done first', () => {
  test('is what the page says is next, whichever playbook asks for it, by the clock', () => {
    const asked = askedSteps(alert, [], [outage, safety], []);
    const [first] = firstSteps(asked, OPENED);
    expect(first).toContain(nextStep(asked)?.step.action);
    expect(first).toMatch(/^\d\d:\d\d 前，.+：/);
    expect(firstSteps(asked, OPENED)).toHaveLength(3);
  });

  test('is nothing that is done', () => {
    const before = stepsDue(askedSteps(alert, [], [outage], []));
    const [done] = before;
    const after = stepsDue(askedSteps(alert, [], [outage], [tick(outage.id, done?.step.no ?? 0)]));
    expect(after[0]?.step).toBe(before[1]?.step);
    const ticks = outage.steps.map(({ no }) => tick(outage.id, no));
    expect(firstSteps(askedSteps(alert, [], [outage], ticks), OPENED)).toEqual([]);
  });

  test('says what is overdue, and the day where it is another one', () => {
    const asked = askedSteps(alert, [], [outage], []);
    expect(firstSteps(asked, OPENED + 3 * 60 * MINUTE)[0]).toMatch(/^应在 1\d:\d\d 前，/);
    expect(firstSteps(asked, OPENED + DAY)[0]).toMatch(/^应在 11月23日 1\d:\d\d 前，/);
    expect(englishSteps(asked, OPENED)[0]?.before).toMatch(/^By .*\d\d:\d\d, /);
    expect(englishSteps(asked, OPENED + DAY)[0]?.before).toMatch(/^Was due by /);
  });
});
