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
 * This far below the lowest threshold, and with nothing found, nobody asks how sure the index is, and a leap of
 * complaints raises no level by itself: a team that set its thresholds high wants to hear of large things only.
 */
const FAR_BELOW = 15;
/** What breaks amid as much talk as ever lifts the index by nothing: so much further down it still counts. */
const FAR_FROM_BREAK = 25;

/** The least rank that each finding asks for by itself, whatever the index is; 0: none. */
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

/** What is known of a watch at a moment. */
export interface WatchFacts {
  readonly series: Series;
  readonly findings: readonly Finding[];
  readonly playbooks: readonly Playbook[];
  /** What people entered and verified. */
  readonly records: Records;
}

export interface SituationInput extends WatchFacts {
  readonly now: Instant;
  /** As shipped where left out. */
  readonly setting?: AppliedSetting;
  /** Whether to say how sure the index is even where it is low and nothing was found. */
  readonly alwaysInterval?: boolean;
}

/**
 * Risk, level and playbooks of a watch. The level is the graver of the index with its hard conditions and
 * the rules of the playbooks called for. It is capped where what is unusual is surely not negative: a
 * busy hour of friendly posts is no alert ('not-negative'), a friendly hot topic at most IV. Weights,
 * thresholds, conditions and margin are the setting's.
 */
export function situationOf(input: SituationInput): Situation {
  const { series, findings, playbooks, records, now } = input;
  const setting = input.setting ?? DEFAULT_RISK_SETTING;
  const metrics = metricsOf(series, findings, records, now);
  const riskFacts = riskInput(series, metrics, now);
  const { index, components } = risk(riskFacts, setting.weights);
  const choices = choosePlaybooks(playbooks, metrics);
  const levelFacts = levelInput({ series, metrics, records, index, overrides: setting.overrides, now });
  const base = level(levelFacts, setting);
  const { least, most, codes } = boundsOf(input, setting, { index, base, choices });
  const bounded = (value: Level | null): Level | null =>
    levelOf(Math.min(Math.max(rankOf(value), least), most));
  const justBelowMargin = index + setting.hysteresis.margin - 1e-9;
  const calmer = level({ ...levelFacts, index: justBelowMargin }, setting);
  const showsInterval =
    input.alwaysInterval || findings.length > 0 || index >= setting.thresholds.IV - FAR_BELOW;
  const { weights, thresholds, version } = setting;
  const interval = () => {
    const spread = { previousHours: hoursBefore(series), dispersion: dispersionOf(findings), least, most };
    return riskInterval({ risk: riskFacts, index, components, level: levelFacts, ...spread }, setting);
  };
  return {
    risk: {
      index,
      components,
      overrides: [...base.overrides, ...codes],
      level: bounded(base.level),
      weights,
      thresholds,
      setting: version,
      ...(showsInterval && { interval: interval() }),
    },
    metrics: { ...metrics, risk_index: index },
    choices,
    settled: bounded(calmer.level),
  };
}

interface Bounds {
  /** Ranks, 0..4. */
  readonly least: number;
  readonly most: number;
  /** Why the level is another one than that of the index and its hard conditions. */
  readonly codes: readonly string[];
}

interface Judged {
  readonly index: number;
  readonly base: LevelResult;
  readonly choices: readonly Choice[];
}

/** Between which ranks the level must lie, whatever the index says. */
function boundsOf(input: SituationInput, setting: AppliedSetting, judged: Judged): Bounds {
  const { series, findings, records, now } = input;
  const { index, base, choices } = judged;
  const reached = rankOf(base.level);
  const demands = leastRanks(findings, index, setting.thresholds.IV);
  const ofPlaybooks = choices.map((choice) => rankOf(choice.level));
  const least = Math.max(...Object.values(demands), ...ofPlaybooks);
  const harmless = harmlessCap(input, choices, base);
  const young = youngCap(series, { index, base, choices, records }, setting.thresholds, now);
  const lifting = Object.entries(demands).flatMap(([code, to]) => (to > reached ? [code] : []));
  return {
    least,
    most: Math.min(harmless, young),
    codes: [...liftedBy(choices, base), ...cappedBy(Math.max(reached, least), harmless, young), ...lifting],
  };
}

/** Why the level is lower than what it reached. */
function cappedBy(reached: number, harmless: number, young: number): readonly string[] {
  if (reached > young && young < harmless) return ['young-watch'];
  return reached > harmless ? ['not-negative'] : [];
}

/** Complaints that surely make up more of the talk than usual raise the level even where no more is said than usual. */
function isShareLeap({ detector }: Finding): boolean {
  return detector === 'negative-share';
}

/** A touchpoint that breaks raises the level even while as much is said as ever, in the usual tone. */
function isTouchBreak({ detector }: Finding): boolean {
  return detector === 'touchpoint';
}

/** Complaints that rise for weeks reach the lowest level early, and the next one once they have surely doubled. */
function risenRank(findings: readonly Finding[]): number {
  const rise = findings.find(({ detector }) => detector === 'slow-rise');
  if (rise === undefined) return 0;
  return Number(rise.facts.timesLow) >= DOUBLED ? 2 : 1;
}

/** The lowest level where it holds. */
function rank(holds: boolean): number {
  return holds ? 1 : 0;
}

/** A complaint that goes far raises the level even while one person alone wrote it. */
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
  { series, findings, now }: SituationInput,
  choices: readonly Choice[],
  base: LevelResult,
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
