import { describe, expect, test } from 'vitest';
import { askedSteps, nextStep } from '../../../server/core/playbook/next-step.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';
import { allPlaybooks } from '../alert/make-alert.ts';

const alert = { openedAt: NOW, level: 'I' } as const;
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
    expect(told(nextStep(askedSteps(alert, playbooks, [])))).toBe('PB09 1');
    const next = nextStep(askedSteps(alert, playbooks, done('PB09', 1)));
    // Relatives' cries for help are passed on within ten minutes, the authorities told within the hour.
    expect(told(next)).toBe('PB09 9');
    expect(next?.dueAt).toBe(NOW + 10 * MINUTE);
  });

  test('is taken from whichever playbook asks for it first, of equals from the better one', async () => {
    const playbooks = await called('PB09', 'PB06');
    const ticks = done('PB09', 1, 9);
    expect(told(nextStep(askedSteps(alert, playbooks, ticks)))).toBe('PB09 3');
    expect(told(nextStep(askedSteps(alert, playbooks, [...ticks, ...done('PB09', 3)])))).toBe('PB06 1');
  });

  test('is nothing once all is done, or no playbook was called for', async () => {
    const [playbook] = await called('PB06');
    const all = done('PB06', ...playbook!.steps.map(({ no }) => no));
    expect(nextStep(askedSteps(alert, [playbook!], all))).toBeNull();
    expect(nextStep([])).toBeNull();
  });
});
