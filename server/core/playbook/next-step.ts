import type { Level } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { Playbook, Step } from './playbook.ts';

/** A step that an alert's playbooks ask for. */
export interface AskedStep {
  readonly playbook: Playbook;
  readonly step: Step;
  /** By the level the alert has now. */
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
}

/** The steps of an alert's playbooks, best playbook first. */
export function askedSteps(
  alert: { readonly openedAt: Instant; readonly level: Level },
  playbooks: readonly Playbook[],
  done: readonly { readonly playbook: string; readonly no: number; readonly doneAt: Instant }[],
): readonly AskedStep[] {
  return playbooks.flatMap((playbook) =>
    playbook.steps.map((step) => {
      const tick = done.find((each) => each.playbook === playbook.id && each.no === step.no);
      const dueAt = alert.openedAt + step.deadlineMinutes[alert.level] * MINUTE;
      return { playbook, step, dueAt, doneAt: tick?.doneAt ?? null };
    }),
  );
}

/**
 * What is to be done next, wherever it is asked: of the steps not done the one that is longest overdue, else the one
 * due soonest. Of those due at once the first as given: the better playbook's, then the lower number.
 */
export function nextStep(steps: readonly AskedStep[]): AskedStep | null {
  const open = steps.filter((step) => step.doneAt === null);
  return open.reduce<AskedStep | null>(
    (first, step) => (first && first.dueAt <= step.dueAt ? first : step),
    null,
  );
}
