import type { Touchpoint } from '../reading/analysis.ts';
import { LeastSquares } from '../statistics/least-squares.ts';
import { seeded } from '../statistics/seeded.ts';

/**
 * `basic`: done badly it costs stars, done well it hardly earns any. `performance`: both. `excitement`: done well it
 * earns stars, done badly it is hardly held against anybody. `indifferent`: neither.
 * Kano et al., Journal of the Japanese Society for Quality Control 14 (2) (1984) 39–48.
 */
export const KANO_KINDS = ['basic', 'performance', 'excitement', 'indifferent'] as const;
export type KanoKind = (typeof KANO_KINDS)[number];

/** A review with stars: which touchpoints it praises, and which it blames. */
export interface RatedReview {
  /** 1 to 5. */
  readonly stars: number;
  readonly praised: readonly Touchpoint[];
  readonly blamed: readonly Touchpoint[];
}

/** Stars, with their 95 % interval. */
export interface StarEffect {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

export interface TouchpointImpact {
  readonly touchpoint: Touchpoint;
  /** Reviews that praise it, and that blame it. */
  readonly praised: number;
  readonly blamed: number;
  /** What praise goes with, beside reviews that do not name it; null where too few praise it. */
  readonly reward: StarEffect | null;
  /** What blame goes with, as a rule below 0; null where too few blame it. */
  readonly penalty: StarEffect | null;
  /** The likeliest kind and how likely it is, 0..1; null where one side was told by too few. */
  readonly kano: { readonly kind: KanoKind; readonly likelihood: number } | null;
  /** Stars that blame takes from the mean of all reviews, 0 or more. */
  readonly lost: number;
  /** Stars that praise adds to it, 0 or more. */
  readonly won: number;
}

/** Fewer reviews tell nothing of any touchpoint. */
export const FEWEST_REVIEWS = 60;
/** So many reviews have to praise or blame one before the effect is told. */
const FEWEST_TOLD = 8;
const REPLICATES = 160;
/** Impact asymmetry beyond which a factor is basic or exciting. */
const ASYMMETRIC = 0.2;
/** Stars between praised and blamed below which a factor hardly matters. */
const SLIGHT = 0.15;

/**
 * What touchpoints do to the stars of reviews: penalty–reward contrast analysis. Stars are regressed on two marks for
 * each touchpoint, praised and blamed (R. D. Brandt, Add Value to Your Service (1987) 61–65); impact asymmetry
 * (reward − penalty) / (reward + penalty) tells its kind (J. Mikulić, D. Prebežac, Managing Service Quality 18 (6)
 * (2008) 559–576). Intervals and likelihoods by the Bayesian bootstrap (D. B. Rubin, Annals of Statistics 9 (1981)
 * 130–134), with a fixed seed: the same reviews give the same answer. It tells what goes together, not what causes what.
 * @returns those that cost most stars first; none where there are fewer than FEWEST_REVIEWS
 */
export function impactsOf(reviews: readonly RatedReview[]): readonly TouchpointImpact[] {
  if (reviews.length < FEWEST_REVIEWS) return [];
  const factors = factorsOf(reviews);
  const rows = reviews.map(({ stars, praised, blamed }) => ({
    stars,
    ones: onesOf(factors, praised, blamed),
  }));
  const size = 1 + factors.reduce((sum, { plus, minus }) => sum + Number(plus > 0) + Number(minus > 0), 0);
  const squares = new LeastSquares(size);
  const solved = (weightOf: () => number): Float64Array => {
    squares.clear();
    for (const { stars, ones } of rows) squares.add(ones, stars, weightOf());
    return squares.solve();
  };
  const whole = solved(() => 1);
  const random = seeded(size);
  const replicates = Array.from({ length: REPLICATES }, () => solved(() => -Math.log(1 - random())));
  return factors
    .map((factor) => impactOf(factor, whole, replicates, reviews.length))
    .sort((a, b) => b.lost - a.lost || b.won - a.won || (a.touchpoint < b.touchpoint ? -1 : 1));
}

interface Factor {
  readonly touchpoint: Touchpoint;
  readonly praised: number;
  readonly blamed: number;
  /** Columns; 0 where too few tell. */
  readonly plus: number;
  readonly minus: number;
}

function factorsOf(reviews: readonly RatedReview[]): readonly Factor[] {
  const praised = countsOf(reviews.flatMap((review) => [...new Set(review.praised)]));
  const blamed = countsOf(reviews.flatMap((review) => [...new Set(review.blamed)]));
  let columns = 0;
  const named = [...new Set([...praised.keys(), ...blamed.keys()])].sort();
  const columnOf = (count: number) => (count >= FEWEST_TOLD ? ++columns : 0);
  return named.flatMap((touchpoint) => {
    const counts = { praised: praised.get(touchpoint) ?? 0, blamed: blamed.get(touchpoint) ?? 0 };
    const factor = { touchpoint, ...counts, plus: columnOf(counts.praised), minus: columnOf(counts.blamed) };
    return factor.plus + factor.minus > 0 ? [factor] : [];
  });
}

function countsOf(names: readonly Touchpoint[]): ReadonlyMap<Touchpoint, number> {
  const counts = new Map<Touchpoint, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Columns of a review, ascending; the intercept is one of all. */
function onesOf(
  factors: readonly Factor[],
  praised: readonly Touchpoint[],
  blamed: readonly Touchpoint[],
): readonly number[] {
  const ones = [0];
  for (const { touchpoint, plus, minus } of factors) {
    if (plus > 0 && praised.includes(touchpoint)) ones.push(plus);
    if (minus > 0 && blamed.includes(touchpoint)) ones.push(minus);
  }
  return ones;
}

function impactOf(
  { touchpoint, praised, blamed, plus, minus }: Factor,
  whole: Float64Array,
  replicates: readonly Float64Array[],
  reviews: number,
): TouchpointImpact {
  const effectOf = (column: number): StarEffect | null => {
    if (column === 0) return null;
    const drawn = replicates.map((each) => each[column] ?? 0).sort((a, b) => a - b);
    const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? 0;
    return { value: whole[column] ?? 0, lo: at(0.025), hi: at(0.975) };
  };
  const [reward, penalty] = [effectOf(plus), effectOf(minus)];
  return {
    ...{ touchpoint, praised, blamed, reward, penalty },
    kano: plus > 0 && minus > 0 ? likeliest(replicates.map((each) => kindOf(each[plus], each[minus]))) : null,
    lost: (Math.max(0, -(penalty?.value ?? 0)) * blamed) / reviews,
    won: (Math.max(0, reward?.value ?? 0) * praised) / reviews,
  };
}

function kindOf(plus = 0, minus = 0): KanoKind {
  const [reward, penalty] = [Math.max(0, plus), Math.max(0, -minus)];
  const range = reward + penalty;
  if (range < SLIGHT) return 'indifferent';
  const asymmetry = (reward - penalty) / range;
  if (asymmetry <= -ASYMMETRIC) return 'basic';
  return asymmetry >= ASYMMETRIC ? 'excitement' : 'performance';
}

function likeliest(kinds: readonly KanoKind[]): NonNullable<TouchpointImpact['kano']> {
  const [first, ...others] = KANO_KINDS.map((kind) => ({
    kind,
    likelihood: kinds.filter((each) => each === kind).length / kinds.length,
  }));
  return others.reduce(
    (best, each) => (each.likelihood > best.likelihood ? each : best),
    first ?? { kind: 'performance', likelihood: 0 },
  );
}
