import type { Level, Records, Risk } from './alert.ts';
import { AUTHORITY } from './authority.ts';
import type { Finding } from './finding.ts';
import { level, levelOf, rankOf } from './level.ts';
import { growth, type MetricValues, metricsOf } from './metrics.ts';
import type { Playbook } from './playbook.ts';
import { type Choice, choosePlaybooks } from './playbook-choice.ts';
import { risk } from './risk.ts';
import type { Series } from './series.ts';
import { SEVERE, SEVERITY_WEIGHT, type SeverityAuthors, severityOf } from './severity-weight.ts';
import type { Instant } from './time.ts';
import { wilson } from './wilson.ts';

/** How a watch stands, alert or not. */
export interface Situation {
  readonly risk: Risk;
  readonly metrics: MetricValues;
  /** Best first. */
  readonly choices: readonly Choice[];
}

/** People who gather must be said by several before the level follows. */
const MASS_AUTHORS = 3;
/** Even the upper end of the negative share lies below this: surely not a complaint. */
const HARMLESS_SHARE = 0.2;
/** Lower end of the negative share from which a subject is surely in trouble. */
const TROUBLED_SHARE = 0.3;

/**
 * Risk, level and playbooks of a watch. The level is the graver of the index with its hard conditions and
 * the rules of the playbooks called for. It is capped where what is unusual is surely not negative: a
 * busy hour of friendly posts is no alert ('not-negative'), a friendly hot topic at most IV.
 */
export function situationOf(
  series: Series,
  findings: readonly Finding[],
  playbooks: readonly Playbook[],
  records: Records,
  now: Instant,
): Situation {
  const metrics = metricsOf(series, findings, records, now);
  const { index, components } = riskOf(series, metrics);
  const choices = choosePlaybooks(playbooks, metrics);
  const base = level(levelInput(series, metrics, records, index));
  const overrides = [...base.overrides];
  let rank = rankOf(base.level);
  for (const choice of choices) {
    if (rankOf(choice.level) > rank) overrides.push(`playbook:${choice.playbook.id}`);
    rank = Math.max(rank, rankOf(choice.level));
  }
  const cap = harmlessCap(series, findings, choices);
  if (rank > cap) overrides.push('not-negative');
  const final: Level | null = levelOf(Math.min(rank, cap));
  return {
    risk: { index, components, overrides, level: final },
    metrics: { ...metrics, risk_index: index },
    choices,
  };
}

/** Distinct authors of 24 h by severity category. */
export function severityAuthors(series: Series): SeverityAuthors {
  const authors: Record<string, number> = {};
  for (const claim of series.claims) {
    const category = severityOf(claim.fact);
    if (category !== null && claim.authors24h > 0) authors[category] = claim.authors24h;
  }
  return authors;
}

function riskOf(series: Series, metrics: MetricValues) {
  const { last, before } = growth(series);
  return risk({
    burst: metrics.burst_s ?? 0,
    negative: series.lastSixHours.negative,
    total: series.lastSixHours.total,
    lastHour: last,
    previousMean: before,
    reach: series.reach24h,
    severityAuthors: severityAuthors(series),
    authority: series.topVoice === null ? 0 : AUTHORITY[series.topVoice],
  });
}

function levelInput(series: Series, metrics: MetricValues, records: Records, index: number) {
  const authors = severityAuthors(series);
  const spoken = series.claims.map((claim) => claim.authors24h);
  const regulator =
    (metrics['source.official_count_72h'] ?? 0) >= 1 && (metrics['sev.official.posts_72h'] ?? 0) >= 1;
  return {
    index,
    distinctAuthors: Math.max(series.lastSixHours.authors, ...spoken),
    severityAuthors: authors,
    dead: records.dead ?? 0,
    injured: records.injured ?? 0,
    // A regulator writes of many things: it counts when its post, or another, speaks of regulation.
    official: regulator || (records.penalty_notice ?? 0) >= 1,
    // Central media write of big names daily: it counts once they write amid trouble.
    centralMedia: (metrics['source.central_media_count_72h'] ?? 0) >= 1 && isTrouble(series, metrics),
    hotRank: series.hotRank,
    mass: (authors.mass_incident ?? 0) >= MASS_AUTHORS,
    leakSample: (records.leak_sample_verified ?? 0) >= 1,
  };
}

/** Highest rank that unusual but friendly talk may reach; 4 where there is anything negative. */
function harmlessCap(series: Series, findings: readonly Finding[], choices: readonly Choice[]): number {
  const { negative, total } = series.lastSixHours;
  const friendly = findings.every((f) => f.detector === 'hot-list' || f.facts.measure === 'total');
  if (findings.length === 0 || !friendly || hasSevere(series) || choices.length > 0) return 4;
  if (wilson(negative, total).hi >= HARMLESS_SHARE) return 4;
  return findings.some((f) => f.detector === 'hot-list') ? 1 : 0;
}

function isTrouble(series: Series, metrics: MetricValues): boolean {
  return hasSevere(series) || (metrics.neg_ratio_lb_6h ?? 0) >= TROUBLED_SHARE;
}

function hasSevere(series: Series): boolean {
  return series.claims.some((claim) => {
    const category = severityOf(claim.fact);
    return category !== null && claim.authors24h > 0 && SEVERITY_WEIGHT[category] >= SEVERE;
  });
}
