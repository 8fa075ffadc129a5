import type { Records } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { isVolume } from '../finding/finding-kind.ts';
import { AUTHORITY } from '../mention/authority.ts';
import type { LevelInput } from '../risk/level.ts';
import type { RiskInput } from '../risk/risk.ts';
import type { RiskSetting } from '../risk/risk-setting.ts';
import { type SeverityAuthors, severityOf } from '../risk/severity-weight.ts';
import type { Series } from '../series/series.ts';
import { authorsBeyondUsual } from '../series/usual/claims.ts';
import type { Instant } from '../time.ts';
import { growth } from './growth.ts';
import type { MetricValues } from './metrics.ts';
import { isTroubled } from './trouble.ts';

/** For want of a measured one: a usual dispersion of hourly counts. */
const USUAL_DISPERSION = 0.15;

/** Distinct authors of 24 h by severity category, beyond those who say it on any day. */
export function severityAuthors(series: Series): SeverityAuthors {
  const authors: Record<string, number> = {};
  for (const claim of series.claims) {
    const category = severityOf(claim.fact);
    const beyond = authorsBeyondUsual(claim);
    if (category !== null && beyond > 0) authors[category] = beyond;
  }
  return authors;
}

/** What the index is made of. */
export function riskInput(series: Series, metrics: MetricValues, now: Instant): RiskInput {
  const { last, before } = growth(series, now);
  return {
    burst: metrics.burst_s ?? 0,
    negative: series.lastSixHours.negative,
    total: series.lastSixHours.total,
    lastHour: last,
    previousMean: before,
    reach: series.reach24h,
    severityAuthors: severityAuthors(series),
    authority: series.topVoice === null ? 0 : AUTHORITY[series.topVoice],
  };
}

/** NB2 dispersion of hourly counts: measured by a finding, or a usual one. */
export function dispersionOf(findings: readonly Finding[]): number {
  const volumes = findings.filter(isVolume).map((finding) => finding.baseline);
  const measured = volumes.find((each) => each.kind === 'hour-of-week');
  return measured?.dispersion ?? USUAL_DISPERSION;
}

interface LevelFacts {
  readonly series: Series;
  readonly metrics: MetricValues;
  readonly records: Records;
  readonly index: number;
  readonly overrides: RiskSetting['overrides'];
  readonly now: Instant;
}

/** What the level's hard conditions look at. */
export function levelInput({ series, metrics, records, index, overrides, now }: LevelFacts): LevelInput {
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
    centralMedia: (metrics['source.central_media_count_72h'] ?? 0) >= 1 && isTroubled(series, now),
    hotRank: series.hotRank,
    // Several must say that people gather before the level follows.
    mass: (authors.mass_incident ?? 0) >= (overrides.mass.limit ?? 1),
    leakSample: (records.leak_sample_verified ?? 0) >= 1,
  };
}
