import { claimFinding, rises } from '../core/finding/claim.ts';
import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { harmOf } from '../core/finding/harm.ts';
import { leastAuthors } from '../core/risk/sensitivity.ts';
import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../core/risk/severity-weight.ts';
import type { Claim, Series } from '../core/series/series.ts';
import { authorsBeyondUsual } from '../core/series/usual/claims.ts';

/**
 * Grave claims by distinct authors of 24 h. One author is enough where a life may be at stake, beyond what any day
 * of the watch brings; the other categories need their minimum above what the two days before had. Needs no
 * baseline, so it speaks in cold start too. Amplifiers (vulnerable people, media) never count alone.
 */
export default defineDetector({
  name: 'severity',
  lookback: 72,
  detect(series) {
    return series.claims
      .map((claim) => judge(claim, series))
      .filter((finding): finding is Noticed => finding !== null)
      .sort((a, b) => Number(b.facts.weight) - Number(a.facts.weight) || b.observed - a.observed);
  },
});

function judge(claim: Claim, series: Series): Noticed | null {
  const category = severityOf(claim.fact);
  if (category === null || claim.authors24h < 1) return null;
  const weight = SEVERITY_WEIGHT[category];
  const minimum = leastAuthors(category, series.sensitivity);
  const enough = weight >= SEVERE ? authorsBeyondUsual(claim) >= minimum : rises(claim, minimum);
  if (!enough) return null;
  const { harm, harmed, examples } = harmOf(category, series);
  const facts = { category, weight, minimum, ...(harm > 0 && { harm, harmed }) };
  const finding = claimFinding(claim, facts);
  return { ...finding, examples: [...new Set([...examples, ...finding.examples])].slice(0, 5) };
}
