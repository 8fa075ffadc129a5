import type { AlertDraft } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { isObservation, isOpenSilence } from '../finding/finding-kind.ts';
import { claimPlaybook } from '../playbook/claim-playbook.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Choice, nearestPlaybook } from '../playbook/playbook-choice.ts';
import { touchPlaybook } from '../playbook/touch-playbook.ts';
import type { Series } from '../series/series.ts';
import { INDEX_RISE, indexRise } from './index-rise.ts';
import type { MetricValues } from './metrics.ts';
import type { Situation, WatchFacts } from './situation.ts';
import { hasSevere } from './trouble.ts';

/**
 * What an alert would say in this situation. Null when nothing was found and no verified record calls for a
 * playbook, or when what was found does not reach the lowest level: a high negative share alone opens nothing,
 * nor does it with something merely observed beside it.
 */
export function draftOf(situation: Situation, facts: WatchFacts): AlertDraft | null {
  const { series, findings, playbooks, records } = facts;
  const recorded = Object.values(records).some((value) => value > 0);
  if (findings.length === 0 && !recorded) return null;
  const { risk, metrics, choices } = situation;
  if (risk.level === null || (!recorded && isMereObservation(situation, series, findings))) return null;
  if (findings.length === 0 && choices.length === 0 && risk.overrides.length === 0) return null;
  const rise = indexRise(risk, series, findings);
  const told = rise === null ? findings : [rise, ...findings];
  const leaks = choices.filter(({ leak }) => leak).map(({ playbook }) => playbook.id);
  return {
    watchId: series.watchId,
    level: risk.level,
    risk,
    findings: told,
    metrics,
    playbooks: playbookIds(findings, choices, playbooks, metrics),
    ...(leaks.length > 0 && { leaks }),
    examples: examplesOf(series, told),
  };
}

/** Codes that hold a level down; all others lift it. */
const HOLDS_DOWN = /^(few-authors|not-negative|young-watch|weekly-habit)\b/;

function isMereObservation(
  { risk, choices }: Situation,
  series: Series,
  findings: readonly Finding[],
): boolean {
  if (findings.length === 0 || !findings.every(isObservation) || findings.some(isOpenSilence)) return false;
  const lifted = risk.overrides.some((code) => !HOLDS_DOWN.test(code));
  return choices.length === 0 && !hasSevere(series) && !lifted;
}

/**
 * Those called for; while none is, the one for a touchpoint that broke or rises, else the nearest one, else the one for
 * the gravest claim, so that every alert comes with a next step. None where something was merely observed: a playbook
 * for trouble would be the wrong step.
 */
function playbookIds(
  findings: readonly Finding[],
  choices: readonly Choice[],
  playbooks: readonly Playbook[],
  metrics: MetricValues,
): readonly string[] {
  if (choices.length > 0) return choices.map((choice) => choice.playbook.id);
  if (findings.length > 0 && findings.every(isObservation)) return [];
  const broken = findings.find(({ detector }) => detector === 'touchpoint')?.key;
  const rises = findings.find(({ detector }) => detector === 'slow-rise')?.facts.touch;
  const touch = broken ?? rises;
  const own = touch !== undefined && touchPlaybook(playbooks, String(touch));
  if (own) return [own.id];
  const nearest = nearestPlaybook(playbooks, metrics)?.playbook ?? claimPlaybook(playbooks, findings);
  return nearest ? [nearest.id] : [];
}

/** Up to five posts that show it: two of each finding, gravest first, then whatever else is left. */
function examplesOf(series: Series, findings: readonly Finding[]): readonly number[] {
  const order = [...findings].sort((a, b) => importance(b) - importance(a));
  const first = order.flatMap((finding) => finding.examples.slice(0, 2));
  const rest = order.flatMap((finding) => finding.examples.slice(2));
  return [...new Set([...first, ...rest, ...series.examples])].slice(0, 5);
}

function importance(finding: Finding): number {
  // What lifted the index stands before what is claimed for a day.
  if (finding.detector === INDEX_RISE) return Number.POSITIVE_INFINITY;
  return typeof finding.facts.weight === 'number' ? 100 * finding.facts.weight : finding.score;
}
