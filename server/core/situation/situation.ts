import type { Records } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { isObservation, isOpenSilence, isToneless } from '../finding/finding-kind.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Choice, choosePlaybooks } from '../playbook/playbook-choice.ts';
import type { Level, Risk } from '../risk/grade.ts';
import { levelOf, rankOf } from '../risk/grade.ts';
import { type LevelResult, level } from '../risk/level.ts';
import { risk } from '../risk/risk.ts';
import { riskInterval } from '../risk/risk-interval.ts';
import { type AppliedSetting, DEFAULT_RISK_SETTING } from '../risk/risk-setting.ts';
import type { Series } from '../series/series.ts';
import { DOUBLED } from '../series/slow-rise.ts';
import type { Instant } from '../time.ts';
import { hoursBefore } from './growth.ts';
import { isHarmless } from './harmless.ts';
import { type MetricValues, metricsOf } from './metrics.ts';
import { dispersionOf, levelInput, riskInput } from './situation-facts.ts';
import { hasSevere } from './trouble.ts';
import { youngCap } from './young-watch.ts';

/** How a watch stands, alert or not. */
export interface Situation {
  readonly risk: Risk;
  readonly metrics: MetricValues;
  /** Best first. */
  readonly choices: readonly Choice[];
  /**
   * The level with the setting's margin against it: lower levels only count as reached once the index lies
   * that far below the next threshold. What an alert may be lowered to, see `lowering.ts`.
   */
  readonly settled: Level | null;
}

/**
 * This far below the lowest threshold, and with nothing found, nobody asks how sure the index is; nor is a leap of
 * complaints told by itself: a team that is not to be told of little is not.
 */
const FAR_BELOW = 15;
/** What breaks amid as much talk as ever lifts the index by nothing: so much further down it is still told. */
const FAR_FROM_BREAK = 25;

/** The least rank that each finding which the index does not tell asks for by itself; 0: none. */
function leastRanks(findings: readonly Finding[], index: number, blue: number): Record<string, number> {
  const leapt = findings.some(isShareLeap) && index >= blue - FAR_BELOW;
  const broken = findings.some(isTouchBreak) && index >= blue - FAR_FROM_BREAK;
  return {
    silence: rank(findings.some(isOpenSilence)),
    'share-leap': rank(leapt),
    'viral-post': rank(findings.some(isViral)),
    'touch-break': rank(broken),
    'slow-rise': risenRank(findings),
  };
}

/**
 * Risk, level and playbooks of a watch. The level is the graver of the index with its hard conditions and
 * the rules of the playbooks called for. It is capped where what is unusual is surely not negative: a
 * busy hour of friendly posts is no alert ('not-negative'), a friendly hot topic at most IV. Weights,
 * thresholds, conditions and margin are the setting's.
 * @param sure whether to say how sure the index is even where it is low and nothing was found
 */
export function situationOf(
  series: Series,
  findings: readonly Finding[],
  playbooks: readonly Playbook[],
  records: Records,
  now: Instant,
  setting: AppliedSetting = DEFAULT_RISK_SETTING,
  sure = false,
): Situation {
  const metrics = metricsOf(series, findings, records, now);
  const input = riskInput(series, metrics, now);
  const { index, components } = risk(input, setting.weights);
  const choices = choosePlaybooks(playbooks, metrics);
  const facts = levelInput(series, metrics, records, index, setting, now);
  const base = level(facts, setting);
  const calmer = level({ ...facts, index: index + setting.hysteresis.margin - 1e-9 }, setting);
  const lifted = liftedBy(choices, base);
  const harmless = harmlessCap(series, findings, choices, base, now);
  const young = youngCap(series, { index, base, choices, records }, setting.thresholds, now);
  const most = Math.min(harmless, young);
  const told = leastRanks(findings, index, setting.thresholds.IV);
  const lowest = Math.max(...Object.values(told));
  const least = Math.max(lowest, ...choices.map((choice) => rankOf(choice.level)));
  const bounded = (value: Level | null): Level | null =>
    levelOf(Math.min(Math.max(rankOf(value), least), most));
  const capped = [...cappedBy(Math.max(rankOf(base.level), least), harmless, young)];
  capped.push(...Object.entries(told).flatMap(([code, to]) => (to > rankOf(base.level) ? [code] : [])));
  const matters = sure || findings.length > 0 || index >= setting.thresholds.IV - FAR_BELOW;
  const { weights, thresholds, version } = setting;
  const doubt = { previousHours: hoursBefore(series), dispersion: dispersionOf(findings), least, most };
  const drawn = { risk: input, index, components, level: facts, ...doubt };
  return {
    risk: {
      index,
      components,
      overrides: [...base.overrides, ...lifted, ...capped],
      level: bounded(base.level),
      weights,
      thresholds,
      setting: version,
      ...(matters && { interval: riskInterval(drawn, setting) }),
    },
    metrics: { ...metrics, risk_index: index },
    choices,
    settled: bounded(calmer.level),
  };
}

/** Why the level is lower than what it reached. */
function cappedBy(reached: number, harmless: number, young: number): readonly string[] {
  if (reached > young && young < harmless) return ['young-watch'];
  return reached > harmless ? ['not-negative'] : [];
}

/** Complaints that surely make up more of the talk than usual are told, also where nobody says more than usual. */
function isShareLeap({ detector }: Finding): boolean {
  return detector === 'negative-share';
}

/** A touchpoint that breaks is told while as much is said as ever, in the usual tone. */
function isTouchBreak({ detector }: Finding): boolean {
  return detector === 'touchpoint';
}

/** Complaints that rise for weeks are told early, at the lowest level; once they have surely doubled at the next. */
function risenRank(findings: readonly Finding[]): number {
  const rise = findings.find(({ detector }) => detector === 'slow-rise');
  if (rise === undefined) return 0;
  return Number(rise.facts.timesLow) >= DOUBLED ? 2 : 1;
}

/** The lowest level where it holds. */
function rank(holds: boolean): number {
  return holds ? 1 : 0;
}

/** A complaint that goes far is told while one person alone wrote it. */
function isViral({ detector }: Finding): boolean {
  return detector === 'reach';
}

/** Playbooks whose own rules ask for more than the level before them. */
function liftedBy(choices: readonly Choice[], base: LevelResult): readonly string[] {
  let rank = rankOf(base.level);
  return choices.flatMap((choice) => {
    if (rankOf(choice.level) <= rank) return [];
    rank = rankOf(choice.level);
    return [`playbook:${choice.playbook.id}`];
  });
}

/**
 * Highest rank that unusual but friendly talk may reach; 4 where there is anything negative. What is merely
 * observed lowers no level that the talk has without it: an open alert would seem to calm down.
 */
function harmlessCap(
  series: Series,
  findings: readonly Finding[],
  choices: readonly Choice[],
  base: LevelResult,
  now: Instant,
): number {
  const { total } = series.lastSixHours;
  const harmless = isHarmless(series, findings, now);
  if (findings.length === 0 || hasSevere(series) || choices.length > 0) return 4;
  if (findings.every(isObservation) && base.overrides.length === 0) {
    if (findings.some(isOpenSilence)) return 1;
    return total === 0 || harmless ? 0 : 4;
  }
  if (!findings.every(isToneless) || !harmless) return 4;
  return findings.some((f) => f.detector === 'hot-list' || f.detector === 'authority') ? 1 : 0;
}
