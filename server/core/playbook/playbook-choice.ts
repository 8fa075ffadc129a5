import { LEVELS, type Level, rankOf } from '../risk/grade.ts';
import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../risk/severity-weight.ts';
import { approach, evaluate, type Reason, reasonText } from './condition.ts';
import type { Playbook } from './playbook.ts';

/** A playbook that the metrics call for. */
export interface Choice {
  readonly playbook: Playbook;
  /** The trigger's comparisons that hold, as `reasonText`. */
  readonly because: readonly string[];
  /** The level its own rules ask for; null: none of them holds. */
  readonly level: Level | null;
  /** Called for by a leak of personal data. */
  readonly leak?: true;
}

/**
 * Playbooks whose trigger holds, best first: by the level their rules ask for, then those called for by
 * harm to people, then by how far their metrics are over the thresholds, then by id. The first is the
 * alert's primary playbook.
 */
export function choosePlaybooks(
  playbooks: readonly Playbook[],
  metrics: Readonly<Record<string, number>>,
): readonly Choice[] {
  return playbooks
    .flatMap((playbook) => {
      const verdict = evaluate(playbook.triggers, metrics);
      if (!verdict.holds) return [];
      const because = [...new Set(verdict.reasons.map(reasonText))];
      const { reasons } = verdict;
      const level = ruleLevel(playbook, metrics);
      const leak = reasons.some(({ metric }) => LEAK.test(metric));
      return [{ playbook, because, level, leak, lives: harmsPeople(reasons), excess: excessOf(reasons) }];
    })
    .sort(
      (a, b) =>
        rankOf(b.level) - rankOf(a.level) ||
        Number(b.lives) - Number(a.lives) ||
        b.excess - a.excess ||
        (a.playbook.id < b.playbook.id ? -1 : 1),
    )
    .map(({ playbook, because, level, leak }) => ({ playbook, because, level, ...(leak && { leak }) }));
}

/** What is claimed or known of a leak. */
const LEAK = /^(?:sev\.privacy_leak\.|record\.leak_)/;

/** Below two fifths of the way to any trigger, no playbook is near: the steps of a wrong one mislead. */
const NEAR = 0.4;

/**
 * For an alert that no trigger holds for yet: the playbook that is closest to being called, with the comparisons that
 * are on their way (`because` says how far). Null when none is near.
 */
export function nearestPlaybook(
  playbooks: readonly Playbook[],
  metrics: Readonly<Record<string, number>>,
): Choice | null {
  const [best] = playbooks
    .map((playbook) => ({ playbook, ...approach(playbook.triggers, metrics) }))
    .filter(({ share }) => share >= NEAR)
    .sort((a, b) => b.share - a.share || (a.playbook.id < b.playbook.id ? -1 : 1));
  return best ? { playbook: best.playbook, because: best.reasons.map(reasonText), level: null } : null;
}

/** The gravest level whose rule in the playbook holds; null when none does. */
export function ruleLevel(playbook: Playbook, metrics: Readonly<Record<string, number>>): Level | null {
  const gravestFirst = [...LEVELS].reverse();
  return (
    gravestFirst.find((level) => {
      const rule = playbook.levelRules[level];
      return rule !== undefined && evaluate(rule, metrics).holds;
    }) ?? null
  );
}

function harmsPeople(reasons: readonly Reason[]): boolean {
  return reasons.some(({ metric }) => {
    if (metric === 'record.dead' || metric === 'record.injured') return true;
    const category = severityOf(metric.split('.').slice(0, 2).join('.'));
    return category !== null && SEVERITY_WEIGHT[category] >= SEVERE;
  });
}

/** Greatest ratio over threshold, in logarithms, so that 30 of 10 outweighs 12 of 10 in any unit. */
function excessOf(reasons: readonly Reason[]): number {
  const ratios = reasons.map(({ observed, threshold, op }) => {
    if (observed <= 0 || threshold <= 0) return 0;
    return op.startsWith('<') ? Math.log(threshold / observed) : Math.log(observed / threshold);
  });
  return Math.max(0, ...ratios);
}
