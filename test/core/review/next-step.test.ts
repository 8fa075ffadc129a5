import { describe, expect, test } from 'vitest';
import { askedSteps, nextStep, obligationsOf } from '../../../server/core/review/next-step.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';
import { allPlaybooks } from '../alert/make-alert.ts';

const alert = { openedAt: NOW, closedAt: null, level: 'I', calledAt: {} } as const;
const OPENED = [{ at: NOW, kind: 'opened', to: 'I' }] as const;
const called = async (...ids: readonly string[]) => {
  const known = await allPlaybooks();
  return ids.map((id) => known.find((playbook) => playbook.id === id)!);
};
const told = (next: ReturnType<typeof nextStep>) => next && `${next.playbook.id} ${next.step.no}`;
const done = (playbook: string, ...numbers: readonly number[]) =>
  numbers.map((no) => ({ playbook, no, doneAt: NOW }));

describe('what is to be done next', () => {
  test('is the step due first, whatever its number', async () => {
    const playbooks = await called('PB09');
    expect(told(nextStep(askedSteps(alert, OPENED, playbooks, [])))).toBe('PB09 1');
    const next = nextStep(askedSteps(alert, OPENED, playbooks, done('PB09', 1)));
    // Relatives' cries for help are passed on within ten minutes, the authorities told within the hour.
    expect(told(next)).toBe('PB09 9');
    expect(next?.dueAt).toBe(NOW + 10 * MINUTE);
  });

  test('is taken from whichever playbook asks for it first, of equals from the better one', async () => {
    const playbooks = await called('PB09', 'PB06');
    const ticks = done('PB09', 1, 9);
    expect(told(nextStep(askedSteps(alert, OPENED, playbooks, ticks)))).toBe('PB09 3');
    expect(told(nextStep(askedSteps(alert, OPENED, playbooks, [...ticks, ...done('PB09', 3)])))).toBe(
      'PB06 1',
    );
  });

  test('is nothing once all is done, or no playbook was called for', async () => {
    const [playbook] = await called('PB06');
    const all = done('PB06', ...playbook!.steps.map(({ no }) => no));
    expect(nextStep(askedSteps(alert, OPENED, [playbook!], all))).toBeNull();
    expect(nextStep([])).toBeNull();
  });

  test('is not overdue at the moment an alert rises: the clock of a level runs since it was reached', async () => {
    const [playbook] = await called('PB06');
    const risen = NOW + 40 * MINUTE;
    const moves = [
      { at: NOW, kind: 'opened', to: 'IV' },
      { at: risen, kind: 'raised', to: 'I' },
    ] as const;
    const asked = askedSteps(alert, moves, [playbook!], []);
    for (const { dueAt, step } of asked) {
      const { IV, I } = step.deadlineMinutes;
      // A clock that already ran keeps running.
      expect(dueAt).toBe(Math.min(NOW + IV * MINUTE, risen + I * MINUTE));
    }
    const late = (now: number) => asked.filter(({ dueAt }) => dueAt < now).length;
    expect(asked.filter(({ step }) => step.deadlineMinutes.I < 40).length).toBeGreaterThan(0);
    expect(late(risen)).toBe(asked.filter(({ step }) => step.deadlineMinutes.IV < 40).length);
  });

  test('has its time from when its playbook was called for, by the levels since then', async () => {
    const [first, later] = await called('PB09', 'PB06');
    const [risen, calledAt] = [NOW + 5 * HOUR, NOW + 6 * HOUR];
    const moves = [
      { at: NOW, kind: 'opened', to: 'III' },
      { at: risen, kind: 'raised', to: 'I' },
    ] as const;
    const late = { ...alert, calledAt: { PB09: NOW, PB06: calledAt } };
    const asked = askedSteps(late, moves, [first!, later!], []);
    for (const { playbook, dueAt, step } of asked) {
      const { III, I } = step.deadlineMinutes;
      const own = [Math.min(NOW + III * MINUTE, risen + I * MINUTE), calledAt + I * MINUTE];
      expect(dueAt).toBe(own[playbook.id === 'PB09' ? 0 : 1]);
    }
  });

  test('of two that became one is asked anew by the later one; what the first had done was in time', async () => {
    const [playbook] = await called('PB06');
    const first = playbook!.steps[0]!;
    const later = NOW + 8 * HOUR;
    const moves = [
      { at: NOW, kind: 'opened', to: 'III' },
      { at: later, kind: 'opened', to: 'I' },
      { at: later + HOUR, kind: 'merged', to: 'I' },
    ] as const;
    const joined = { ...alert, calledAt: { PB06: later } };
    const dueAt = (ticks: ReturnType<typeof done>) => askedSteps(joined, moves, [playbook!], ticks)[0]?.dueAt;
    expect(dueAt([])).toBe(later + first.deadlineMinutes.I * MINUTE);
    expect(dueAt(done('PB06', first.no))).toBe(NOW + first.deadlineMinutes.III * MINUTE);
  });

  test('is due by the level it was lowered to, and what was done by the level of then', async () => {
    const [playbook] = await called('PB06');
    const first = playbook!.steps[0]!;
    const fallen = NOW + MINUTE;
    const moves = [
      { at: NOW, kind: 'opened', to: 'I' },
      { at: fallen, kind: 'lowered', to: 'IV' },
    ] as const;
    const of = (ticks: ReturnType<typeof done>) =>
      askedSteps({ ...alert, level: 'IV' }, moves, [playbook!], ticks)[0]?.dueAt;
    expect(of([])).toBe(fallen + first.deadlineMinutes.IV * MINUTE);
    expect(of(done('PB06', first.no))).toBe(NOW + first.deadlineMinutes.I * MINUTE);
  });

  test('of an alert without a history goes by the level it has', async () => {
    const [playbook] = await called('PB06');
    const [first] = askedSteps(alert, [], [playbook!], []);
    expect(first?.dueAt).toBe(NOW + first!.step.deadlineMinutes.I * MINUTE);
  });
});

describe('what a level obliges to', () => {
  test('is a verdict, a report and an answer, each by its first mandatory step, due soonest first', async () => {
    const asked = askedSteps(alert, OPENED, await called('PB09'), []);
    const minutes = obligationsOf(asked).map(({ what, dueAt }) => [what, (dueAt - NOW) / MINUTE]);
    const soonest = (phase: string) =>
      Math.min(
        ...asked
          .filter(({ step }) => step.phase === phase && step.mandatory)
          .map(({ step }) => step.deadlineMinutes.I),
      );
    expect(minutes).toEqual([
      ['judge', soonest('研判')],
      ['report', soonest('上报')],
      ['answer', soonest('回应')],
    ]);
    expect(minutes[0]).toEqual(['judge', 5]);
  });

  test('is no more what was done, and moves on to the next step of the same kind', async () => {
    const playbooks = await called('PB09');
    const first = obligationsOf(askedSteps(alert, OPENED, playbooks, done('PB09', 1)));
    expect(first.map(({ what }) => what)).toEqual(['report', 'answer']);
    const all = done('PB09', ...playbooks[0]!.steps.map(({ no }) => no));
    expect(obligationsOf(askedSteps(alert, OPENED, playbooks, all))).toEqual([]);
  });

  test('every playbook asks for a verdict and an answer in phases that are known', async () => {
    for (const playbook of await allPlaybooks()) {
      const owed = obligationsOf(askedSteps(alert, OPENED, [playbook], [])).map(({ what }) => what);
      expect([playbook.id, owed]).toEqual([playbook.id, expect.arrayContaining(['judge', 'answer'])]);
    }
  });
});
