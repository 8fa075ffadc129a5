import { claimFinding, rises } from '../core/claim.ts';
import { defineDetector } from '../core/finding.ts';
import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../core/severity-weight.ts';

/** Authors passing on hearsay from which it is reported, and fewer when the hearsay is about lives. */
const LEAST_AUTHORS = 5;
const LEAST_AUTHORS_SEVERE = 2;

/** Hearsay that spreads: distinct authors of 24 h who pass on what "is said", above the days before. */
export default defineDetector({
  name: 'rumour',
  lookback: 72,
  detect(series, now) {
    const claim = series.claims.find((c) => c.fact === 'intent.rumour');
    if (!claim) return [];
    const severe = series.claims.filter((c) => {
      const category = severityOf(c.fact);
      return category !== null && SEVERITY_WEIGHT[category] >= SEVERE && c.authors24h > 0;
    });
    const minimum = severe.length > 0 ? LEAST_AUTHORS_SEVERE : LEAST_AUTHORS;
    if (!rises(claim, minimum)) return [];
    return [
      claimFinding('rumour', claim, series, now, { minimum, about: severe.map((c) => c.fact).join(' ') }),
    ];
  },
});
