import type { FixSide } from './fix-estimate.ts';
import type { Sign } from './fix-rates.ts';

/**
 * `better`, `worse`: the share of complaints and their number a day changed by more than chance explains, beside the
 * weeks before and beside what was usual. `unclear`: chance could explain it, or something else that is named.
 * `early`: fewer than two whole weeks have passed. `few`: too few complaints before to see a change, or fewer than two
 * whole weeks known of then.
 */
export const FIX_VERDICTS = ['better', 'worse', 'unclear', 'early', 'few'] as const;
export type FixVerdict = (typeof FIX_VERDICTS)[number];

/**
 * Why a change proves nothing. `silence`: a platform with a fair share was not heard on one side. `unusual`: the weeks
 * before the fix were no usual ones, and what is unusual passes by itself (regression to the mean: F. Galton, J.
 * Anthropological Institute 15 (1886) 246–263). `volume`: the share changed, but not the complaints a day: it is all
 * other talk that grew or shrank. `alike`: complaints about all else changed as much. `season`: so did these a year
 * before, or they come and go with a season and nobody watched then. `trend`: they went on as they had for weeks.
 * `overlap`: another fix of the same complaints took effect in the same weeks.
 */
export type FixDoubt = 'silence' | 'unusual' | 'volume' | 'alike' | 'season' | 'trend' | 'overlap';

export interface FixConclusion {
  readonly verdict: FixVerdict;
  readonly doubt: FixDoubt | null;
}

export interface FixSigns {
  readonly share: Sign;
  readonly rate: Sign;
}

export interface FixEvidence {
  readonly before: FixSide;
  readonly after: FixSide;
  readonly usual: FixSide | null;
  /** After beside the weeks before, and beside what was usual. */
  readonly change: FixSigns;
  readonly lasting: FixSigns;
  /** The last week before the fix stood out from those before it. */
  readonly stoodOut: boolean;
  /** What else explains a change in this direction; null where nothing does that is known. */
  otherwise(sign: -1 | 1): FixDoubt | null;
}

/** Complaints before: even of the half of fewer nobody could say that they became fewer. */
const MIN_COMPLAINTS_BEFORE = 8;

/** What whole weeks on both sides tell of a fix. */
export function verdictOf(evidence: FixEvidence): FixConclusion {
  const { before, change, lasting } = evidence;
  const [now, usually] = [agreed(change), agreed(lasting)];
  if (now !== 1 && before.complaints < MIN_COMPLAINTS_BEFORE) return { verdict: 'few', doubt: null };
  if (now !== 0 && now === usually) {
    const doubt = evidence.otherwise(now);
    if (doubt !== null) return { verdict: 'unclear', doubt };
    return { verdict: now > 0 ? 'worse' : 'better', doubt: null };
  }
  const { share, rate } = change;
  if (share !== 0 && rate !== share && lasting.share === share)
    return { verdict: 'unclear', doubt: 'volume' };
  const passing = (now !== 0 || evidence.stoodOut) && fellBack(evidence);
  return { verdict: 'unclear', doubt: passing ? 'unusual' : null };
}

/** A flood of other mentions makes the share of complaints small, and silence makes it large: their number must agree. */
const agreed = ({ share, rate }: FixSigns): Sign => (share === rate ? share : 0);

/** Whether the weeks before were unusual and what came after is nearer to the usual. */
function fellBack({ before, after, usual }: FixEvidence): boolean {
  const [was, is, ever] = [before.share.p, after.share.p, usual?.share.p ?? null];
  return was !== null && is !== null && ever !== null && (is - was) * (ever - was) > 0;
}
