import type { Alert } from '../alert/alert.ts';
import type { Playbook, Step } from '../playbook/playbook.ts';
import type { Level } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';
import { dueAt, type LevelMove, levelSpans, spansAsking, spansOf } from './clock.ts';

/** A step that an alert's playbooks ask for. */
export interface AskedStep {
  readonly playbook: Playbook;
  readonly step: Step;
  /** By the levels the alert went through, as its review holds it. */
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
}

/** What a level obliges to by the clock, in this order: a verdict, reporting to superiors, answering in public. */
export const OBLIGATIONS = ['judge', 'report', 'answer'] as const;
export type Obligation = (typeof OBLIGATIONS)[number];

/** The phase of a playbook that each of them is. */
const PHASES: Readonly<Record<Obligation, string>> = { judge: '研判', report: '上报', answer: '回应' };

interface Alerting {
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly level: Level;
  readonly calledAt: Alert['calledAt'];
}

/**
 * The steps of an alert's playbooks, best playbook first. Time for them begins when their playbook was called for:
 * nobody is late with what was not asked yet.
 * @param moves of its level, the opening first
 */
export function askedSteps(
  { openedAt, closedAt, level, calledAt }: Alerting,
  moves: readonly LevelMove[],
  playbooks: readonly Playbook[],
  done: readonly { readonly playbook: string; readonly no: number; readonly doneAt: Instant }[],
): readonly AskedStep[] {
  const known = spansOf(openedAt, moves);
  const spans = known.length > 0 ? known : levelSpans({ at: openedAt, level }, []);
  return playbooks.flatMap((playbook) => {
    const since = Math.max(openedAt, calledAt[playbook.id] ?? openedAt);
    return playbook.steps.map((step) => {
      const tick = done.find((each) => each.playbook === playbook.id && each.no === step.no);
      const doneAt = tick?.doneAt ?? null;
      const own = spansAsking(spans, since, doneAt);
      const due = dueAt(own, (each) => step.deadlineMinutes[each], doneAt ?? closedAt);
      // Each level asks for each step: none is without a time, unless a clock was put back.
      return { playbook, step, doneAt, dueAt: due ?? since + step.deadlineMinutes[level] * MINUTE };
    });
  });
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

/** By when each obligation has to be met: by the first of its mandatory steps that is not done. */
export function obligationsOf(
  steps: readonly AskedStep[],
): readonly { readonly what: Obligation; readonly dueAt: Instant }[] {
  const binding = steps.filter(({ step, doneAt }) => step.mandatory && doneAt === null);
  const owed = OBLIGATIONS.flatMap((what) => {
    const first = nextStep(binding.filter(({ step }) => step.phase === PHASES[what]));
    return first === null ? [] : [{ what, dueAt: first.dueAt }];
  });
  return owed.toSorted((a, b) => a.dueAt - b.dueAt);
}
