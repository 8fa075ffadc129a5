import type { Records } from '../alert/alert.ts';
import { usualPerDay } from '../finding/claim.ts';
import type { Finding } from '../finding/finding.ts';
import { isVolume } from '../finding/finding-kind.ts';
import { METRICS, mostUsualOf, usualOf } from '../playbook/metric-names.ts';
import { burstsOf } from '../series/burst.ts';
import type { Series } from '../series/series.ts';
import { usualDay } from '../series/usual/day.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Instant } from '../time.ts';
import { growth } from './growth.ts';

export type MetricValues = Readonly<Record<string, number>>;

/**
 * Every metric a playbook can name, as it stands. Counted facts that nobody stated are 0; what cannot be
 * known is absent: `burst_s` and `usual_day` in cold start, `hot_rank` off the lists, `record.*` that nobody entered,
 * `suspected_bot_ratio_6h` while nothing measures it. `risk_index` is added by the situation.
 */
export function metricsOf(
  series: Series,
  findings: readonly Finding[],
  records: Records,
  now: Instant,
): MetricValues {
  const six = series.lastSixHours;
  const copyShare = six.total > 0 ? six.copies / six.total : 0;
  const values: Record<string, number> = {
    neg_count_6h: Math.round(six.negative * (1 - copyShare)),
    neg_authors_6h: six.negativeAuthors,
    neg_ratio_lb_6h: wilson(six.negative, six.total).lo,
    growth_1h: growth(series, now).ratio,
    reach_24h: series.reach24h,
    duplicate_ratio_6h: copyShare,
    distinct_areas_6h: series.areas6h,
  };
  const burst = burstScore(series, findings, now);
  if (burst !== null) values.burst_s = burst;
  const day = usualDay(series);
  if (day !== null) values.usual_day = day;
  if (series.hotRank !== null) values.hot_rank = series.hotRank;
  for (const name of Object.keys(METRICS)) {
    const counted = countedMetric(name, series);
    if (counted === null) continue;
    values[name] = counted.value;
    if (counted.usual > 0) values[usualOf(name)] = counted.usual;
    if (counted.most !== undefined) values[mostUsualOf(name)] = counted.most;
  }
  for (const [name, value] of Object.entries(records)) {
    if (Number.isFinite(value) && `record.${name}` in METRICS) values[`record.${name}`] = value;
  }
  return values;
}

/** Highest −log10 p of the watched windows, findings included; null in cold start without any. */
export function burstScore(series: Series, findings: readonly Finding[], now: Instant): number | null {
  const scores = findings.filter(isVolume).map((f) => f.score);
  for (const burst of burstsOf(series, now) ?? []) scores.push(burst.score);
  return scores.length > 0 ? Math.max(...scores) : null;
}

const COUNTED = /^(.+?)[._]((?:neg_|named_)?authors_24h|posts_72h|count_72h|count_24h)$/;

interface Counted {
  readonly value: number;
  readonly usual: number;
  readonly most?: number | undefined;
}

/** A metric that counts claims by their fact's name, and what it would be on a usual day; null for any other metric. */
function countedMetric(name: string, { claims }: Series): Counted | null {
  const parts = COUNTED.exec(name);
  if (!parts) return null;
  const [, fact, what = ''] = parts;
  const claim = claims.find((c) => c.fact === fact);
  if (claim === undefined) return { value: 0, usual: 0 };
  const usual = usualPerDay(claim);
  if (what.endsWith('_72h')) return { value: claim.posts72h, usual: 3 * usual };
  if (what === 'count_24h') return { value: claim.posts24h, usual };
  return { value: claim.authors24h, usual, most: claim.usual?.most };
}
