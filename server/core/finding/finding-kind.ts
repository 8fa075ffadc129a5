import type { Finding } from './finding.ts';

/** They say where and whether people talk, for analysts; they neither lift risk nor call for a playbook. */
const OBSERVATIONS: ReadonlySet<string> = new Set(['silence', 'source-mix']);
/** They say how far something goes, whatever its tone. */
const TONELESS: ReadonlySet<string> = new Set(['hot-list', 'authority', 'copy-storm']);

/** Something to know, which by itself is no trouble. */
export function isObservation(finding: Finding): boolean {
  return OBSERVATIONS.has(finding.detector);
}

/** Says nothing of the tone: friendly talk brings it about as well. */
export function isToneless(finding: Finding): boolean {
  return TONELESS.has(finding.detector) || isObservation(finding) || finding.facts.measure === 'total';
}

/** Counts of mentions against the usual ones: what the burst component of risk is measured by. */
export function isVolume(finding: Finding): boolean {
  const { measure } = finding.facts;
  return finding.expected !== null && (measure === 'total' || measure === 'negative');
}

/** A silence that our own feeds do not explain: worth the lowest level. */
export function isOpenSilence(finding: Finding): boolean {
  return finding.detector === 'silence' && finding.facts.cause !== 'feeds';
}
