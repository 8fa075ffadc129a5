import { claimFinding, rises } from '../core/finding/claim.ts';
import { defineDetector } from '../core/finding/finding.ts';
import { sensitivityOf } from '../core/risk/sensitivity.ts';
import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../core/risk/severity-weight.ts';
import { authorsBeyondUsual } from '../core/series/usual/claims.ts';

/** Hearsay that spreads: distinct authors of 24 h who pass on what "is said", above the days before. */
export default defineDetector({
  name: 'rumour',
  lookback: 72,
  detect(series) {
    const claim = series.claims.find((c) => c.fact === 'intent.rumour');
    if (!claim) return [];
    const severe = series.claims.filter((c) => {
      const category = severityOf(c.fact);
      return category !== null && SEVERITY_WEIGHT[category] >= SEVERE && authorsBeyondUsual(c) > 0;
    });
    const { rumourAuthors, rumourAuthorsSevere } = sensitivityOf(series);
    const minimum = severe.length > 0 ? rumourAuthorsSevere : rumourAuthors;
    if (!rises(claim, minimum)) return [];
    return [claimFinding(claim, { minimum, about: severe.map((c) => c.fact).join(' ') })];
  },
});
