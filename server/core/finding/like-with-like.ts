import { type HeldFinding, isStatistical } from './false-discovery.ts';
import type { Finding } from './finding.ts';

/** What is found, and what of it is held back. */
export interface FindingsAndHeld {
  readonly findings: readonly Finding[];
  readonly held: readonly HeldFinding[];
}

/** What the same detectors find in one watch. */
export interface FoundApart {
  /** In all that is counted. */
  readonly all: readonly Finding[];
  /** In what was heard before the new feeds, beside hours in which feeds were in order. */
  readonly before: readonly Finding[];
  /** In what the new feeds brought, for which nothing is usual yet. */
  readonly brought: readonly Finding[];
}

/**
 * Findings beside what is usual are those of what was heard before; where that shows none, the difference is the
 * feeds' doing and is held. What the new feeds brought is judged by rules. What claims no probability stands.
 */
export function likeWithLike({ all, before, brought }: FoundApart): FindingsAndHeld {
  const statistical = all.filter(isStatistical);
  const asked = new Set(statistical.map(measureOf));
  const usual = before.filter((finding) => isStatistical(finding) && asked.has(measureOf(finding)));
  const whole = new Map(statistical.map((finding) => [nameOf(finding), finding]));
  const shown = new Set(usual.map(measureOf));
  const owed = statistical.filter((finding) => !shown.has(measureOf(finding)));
  const known = new Set(all.map(nameOf));
  const rules = brought.filter((finding) => !isStatistical(finding) && !known.has(nameOf(finding)));
  const grave = all.filter((finding) => !isStatistical(finding));
  return {
    findings: [
      ...grave,
      ...usual.map((finding) => withLeftOut(finding, whole)),
      ...rules.map(ofNewFeeds),
      ...owed,
    ],
    held: owed.map((finding) => ({ finding, reason: 'more-heard' })),
  };
}

/** It is the new feeds that are known for days only; the watch may be known for years. */
function ofNewFeeds(finding: Finding): Finding {
  return finding.baseline.kind === 'cold-start'
    ? { ...finding, facts: { ...finding.facts, newFeeds: 1 } }
    : finding;
}

/** A smaller part of the mentions changes nothing that is said of them. */
const MIN_LEFT_OUT_SHARE = 0.1;

/** Says of how many mentions it was found without; of a rise that began at another time nobody can say. */
function withLeftOut(finding: Finding, whole: ReadonlyMap<string, Finding>): Finding {
  const same = whole.get(nameOf(finding));
  if (same?.windowMinutes !== finding.windowMinutes) return finding;
  const leftOut = same.observed - finding.observed;
  if (leftOut <= 0) return finding;
  // Whoever lists the mentions of its window finds them there, however few.
  const facts = { ...finding.facts, besides: leftOut };
  return { ...finding, facts: leftOut > same.observed * MIN_LEFT_OUT_SHARE ? { ...facts, leftOut } : facts };
}

function nameOf({ detector, key }: Finding): string {
  return `${detector} ${key}`;
}

function measureOf({ detector, facts }: Finding): string {
  return `${detector} ${facts.measure}`;
}
