import { mostUsualOf, usualOf } from './metric-names.ts';
import type { Condition } from './playbook.ts';

/** One comparison that was true, with what was observed. */
export interface Reason {
  readonly metric: string;
  readonly op: string;
  readonly threshold: number;
  readonly observed: number;
}

export interface Verdict {
  readonly holds: boolean;
  /** The comparisons it holds by, in the order they are written; empty when it does not hold. */
  readonly reasons: readonly Reason[];
}

const NO: Verdict = { holds: false, reasons: [] };

/**
 * Evaluates a condition over metrics. A metric that is not known makes its comparison false, whatever
 * the operator; an empty `all` or `any` holds for nothing.
 */
export function evaluate(condition: Condition, metrics: Readonly<Record<string, number>>): Verdict {
  if ('any' in condition) {
    const held = condition.any.map((part) => evaluate(part, metrics)).filter((verdict) => verdict.holds);
    return held.length > 0 ? { holds: true, reasons: held.flatMap((verdict) => verdict.reasons) } : NO;
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => evaluate(part, metrics));
    const holds = parts.length > 0 && parts.every((verdict) => verdict.holds);
    return holds ? { holds, reasons: parts.flatMap((verdict) => verdict.reasons) } : NO;
  }
  const observed = metrics[condition.m];
  const threshold = thresholdOf(condition, metrics);
  if (observed === undefined || !compare(observed, condition.op, threshold)) return NO;
  return { holds: true, reasons: [{ metric: condition.m, op: condition.op, threshold, observed }] };
}

/** What is compared with: less where fifty people never speak, more where some say it every day. */
function thresholdOf(
  { m, v, small, large }: Extract<Condition, { readonly m: string }>,
  metrics: Readonly<Record<string, number>>,
): number {
  const { usual_day: usualDay } = metrics;
  if (usualDay === undefined) return v;
  const least = small ? Math.min(v, Math.max(small.least, Math.ceil(small.ofUsualDay * usualDay))) : v;
  // Of a severe claim that is made on many days only those beyond them count.
  const everyday = metrics[mostUsualOf(m)];
  if (everyday !== undefined) return least + everyday;
  const usual = metrics[usualOf(m)];
  if (large === undefined || usual === undefined) return least;
  // What a usual day may bring: a floor well above it says enough as it is written.
  const reach = usual + 3.5 * Math.sqrt(usual);
  const risen = 2 * reach - least;
  return Math.max(least, Math.ceil(Math.min(risen, large.ofUsualDay * usualDay)));
}

/**
 * How far a condition is on its way to holding, 0..1, and the comparisons that say so: the nearest part
 * of an `any`, the furthest part of an `all`. An unknown metric is not on its way.
 */
export function approach(
  condition: Condition,
  metrics: Readonly<Record<string, number>>,
): { readonly share: number; readonly reasons: readonly Reason[] } {
  if ('any' in condition || 'all' in condition) {
    const parts = ('any' in condition ? condition.any : condition.all).map((part) => approach(part, metrics));
    const shares = parts.map((part) => part.share);
    if (parts.length === 0) return { share: 0, reasons: [] };
    if ('all' in condition)
      return { share: Math.min(...shares), reasons: parts.flatMap((part) => part.reasons) };
    return parts[shares.indexOf(Math.max(...shares))] ?? { share: 0, reasons: [] };
  }
  const { m: metric, op } = condition;
  const threshold = thresholdOf(condition, metrics);
  const observed = metrics[metric];
  if (observed === undefined) return { share: 0, reasons: [] };
  const reasons = [{ metric, op, threshold, observed }];
  if (compare(observed, op, threshold)) return { share: 1, reasons };
  const ratio = op.startsWith('<') ? threshold / observed : observed / threshold;
  return { share: Number.isFinite(ratio) ? Math.max(0, Math.min(1, ratio)) : 0, reasons };
}

/** Every metric name a condition mentions. */
export function metricsIn(condition: Condition): readonly string[] {
  if ('any' in condition) return condition.any.flatMap(metricsIn);
  if ('all' in condition) return condition.all.flatMap(metricsIn);
  return [condition.m];
}

/** `sev.outage.authors_24h 12 >= 10`: stable, for storing and for the page to put into words. */
export function reasonText(reason: Reason): string {
  return `${reason.metric} ${Number(reason.observed.toFixed(3))} ${reason.op} ${reason.threshold}`;
}

/** The inverse of `reasonText`; null for any other text. */
export function reasonOf(text: string): Reason | null {
  const parts = /^(\S+) (\S+) (>=|>|<=|<|==) (\S+)$/.exec(text);
  if (!parts) return null;
  const [, metric = '', observed, op = '', threshold] = parts;
  return { metric, op, observed: Number(observed), threshold: Number(threshold) };
}

function compare(observed: number, op: '>=' | '>' | '<=' | '<' | '==', threshold: number): boolean {
  switch (op) {
    case '>=':
      return observed >= threshold;
    case '>':
      return observed > threshold;
    case '<=':
      return observed <= threshold;
    case '<':
      return observed < threshold;
    case '==':
      return observed === threshold;
  }
}
