import type { Severity } from '../reading/analysis.ts';
import type { Claim, Series } from '../series/series.ts';

/** How far people came to harm, by what is claimed: 0 nobody says so, 1 somebody, 2 five or more, 3 thirty or more. */
export interface Harm {
  readonly harm: number;
  /** How many accounts say the gravest of it. */
  readonly harmed: number;
  readonly examples: readonly number[];
}

const NOBODY: Harm = { harm: 0, harmed: 0, examples: [] };
/** What is claimed of goods or of a place, where people may have come to harm or not. */
const HARMING: ReadonlySet<Severity> = new Set<Severity>(['food_poisoning', 'injury']);
const STEPS = ['harm.one', 'harm.many', 'harm.mass'] as const;

/** The harm that accounts of the last day speak of, beside a claim of this category. */
export function harmOf(category: Severity, { claims }: Pick<Series, 'claims'>): Harm {
  if (!HARMING.has(category)) return NOBODY;
  const said = STEPS.map((name) => claims.find(({ fact }) => fact === name));
  // That somebody is hurt is what an injury is.
  const least = category === 'injury' ? 1 : 0;
  const step = said.findLastIndex((claim) => (claim?.authors24h ?? 0) > 0);
  const gravest: Claim | undefined = said[step];
  if (gravest === undefined || step < least) return NOBODY;
  return { harm: step + 1, harmed: gravest.authors24h, examples: gravest.examples };
}
