import type { Finding } from './finding.ts';
import { isObservation, isVolume } from './finding-kind.ts';

/** They say how something spreads, not what it is about. */
const SPREADING: ReadonlySet<string> = new Set(['hot-list', 'authority', 'copy-storm']);

export function isSpreading({ detector }: Finding): boolean {
  return SPREADING.has(detector);
}

/** Counts, then shares, grave claims, other claims, how it spreads; what is merely observed comes last. */
function rank(finding: Finding): number {
  const { baseline, detector } = finding;
  if (isVolume(finding) || baseline.kind === 'cold-start') return 0;
  if (isObservation(finding)) return 5;
  if (detector === 'index-rise') return 1;
  if (baseline.kind !== 'rule') return 1;
  if (isSpreading(finding)) return 4;
  return detector === 'severity' ? 2 : 3;
}

/** Among equals: how unusual a count is, complaints before others; how grave what is claimed. */
function strength(finding: Finding): number {
  const { score, facts } = finding;
  if (rank(finding) === 0) return score + (facts.measure === 'negative' ? 2 : 0);
  return typeof facts.weight === 'number' ? facts.weight : 0;
}

/** The gravest of what is claimed; null where nothing grave is. */
export function gravestClaim(findings: readonly Finding[]): Finding | null {
  return byTelling(findings).find(({ detector }) => detector === 'severity') ?? null;
}

/** Those that say most first: an alert is led by the first, the others are noticed besides. */
export function byTelling(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => rank(a) - rank(b) || strength(b) - strength(a));
}
