import type { Series } from '../series/series.ts';
import type { Instant } from '../time.ts';

/** What a detector noticed, with all that is needed to explain it. */
export interface Finding {
  readonly detector: string;
  readonly watchId: number;
  /** Stable between runs: the same trouble has the same key. */
  readonly key: string;
  readonly at: Instant;
  readonly windowMinutes: number;
  readonly observed: number;
  /** null where no baseline exists yet: cold start says so instead of guessing. */
  readonly expected: number | null;
  /** Upper end of the usual range (the 97.5 % quantile); null without a baseline. */
  readonly usualHigh: number | null;
  /** −log10 of the upper tail probability; 0 for findings that are not statistical. */
  readonly score: number;
  /** What the baseline rests on, or why there is none. */
  readonly baseline:
    | { readonly kind: 'hour-of-week'; readonly days: number; readonly dispersion: number }
    /** The same watch's own windows of that length, whatever the hour: for shares. */
    | { readonly kind: 'own-history'; readonly days: number; readonly dispersion: number }
    | { readonly kind: 'cold-start'; readonly days: number }
    | { readonly kind: 'rule' };
  readonly facts: Readonly<Record<string, number | string>>;
  readonly examples: readonly number[];
}

/** One detector, one file in `server/detectors`. Pure: same series, same findings. */
export interface Detector {
  readonly name: string;
  /** Hours of history it wants. */
  readonly lookback: number;
  /** Statistical tests that one look makes, each with findings of its own probability; none if not given. */
  readonly tests?: number;
  detect(series: Series, now: Instant): readonly Finding[];
}

/** What a detector says of its finding; who found it, of which watch and when is known of the look. */
export type Noticed = Omit<Finding, 'detector' | 'watchId' | 'at'>;

/** A detector as its file writes it down. */
interface DetectorTerms extends Omit<Detector, 'detect'> {
  detect(series: Series, now: Instant): readonly Noticed[];
}

export function defineDetector(terms: DetectorTerms): Detector {
  const { name } = terms;
  return {
    ...terms,
    detect: (series, now) =>
      terms.detect(series, now).map((noticed) => {
        const { key, ...rest } = noticed;
        return { detector: name, watchId: series.watchId, key, at: now, ...rest };
      }),
  };
}

/** What a rule found: it has no baseline, and no probability. */
export function ruleFinding(found: Omit<Noticed, 'expected' | 'usualHigh' | 'score' | 'baseline'>): Noticed {
  const { key, windowMinutes, observed, facts, examples } = found;
  const baseline = { kind: 'rule' } as const;
  return {
    key,
    windowMinutes,
    observed,
    expected: null,
    usualHigh: null,
    score: 0,
    baseline,
    facts,
    examples,
  };
}
