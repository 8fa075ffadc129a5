import { logIncompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';

/** A count and how long it was collected, in any unit that both sides of a comparison share. */
export interface Exposed {
  readonly count: number;
  readonly exposure: number;
}

/** How many times faster something is spoken of than before, with what is known of it. */
export interface Growth {
  /** Rate now / rate before; null where nothing was counted before: from nothing there is no ratio. */
  readonly ratio: number | null;
  /** 95 % interval of the ratio; `hi` is null where it has no upper end. */
  readonly lo: number;
  readonly hi: number | null;
  /** Two-sided probability of a difference as large as this where the rates are equal, 0..1. */
  readonly p: number;
}

/**
 * Ratio of two rates with its 95 % interval. Given how many there are in all, the newer of two Poisson
 * counts is binomial with π = λ₁t₁ / (λ₁t₁ + λ₀t₀), so that an interval of π is one of the ratio:
 * λ₁/λ₀ = π/(1−π) · t₀/t₁. The interval of π is Clopper and Pearson's, which never holds too little: 3
 * after 0 has no lead over 300 after 100. Source: J. Przyborowski, H. Wilenski, Biometrika 31 (1940)
 * 313–323; C. Clopper, E. Pearson, Biometrika 26 (1934) 404–413.
 * @param inflation variance / mean of both counts, 1 for Poisson; counts enter divided by it, as in
 * quasi-likelihood (P. McCullagh, J. Nelder, Generalized Linear Models, 2nd ed., §4.5)
 */
export function growthInterval(now: Exposed, before: Exposed, inflation = 1): Growth {
  const k1 = now.count / inflation;
  const k0 = before.count / inflation;
  const odds = before.exposure / now.exposure;
  const ratioAt = (pi: number): number => (pi / (1 - pi)) * odds;
  const lo = k1 > 0 ? ratioAt(betaQuantile(0.025, k1, k0 + 1)) : 0;
  const hi = k0 > 0 ? ratioAt(betaQuantile(0.975, k1 + 1, k0)) : null;
  const equal = 1 / (1 + odds);
  const above = k1 > 0 ? betaCdf(equal, k1, k0 + 1) : 1;
  const below = k0 > 0 ? betaCdf(1 - equal, k0, k1 + 1) : 1;
  const ratio = before.count > 0 ? (now.count / before.count) * odds : null;
  return { ratio, lo, hi, p: Math.min(1, 2 * Math.min(above, below)) };
}

/**
 * Variance / mean of a window's count, from the NB2 dispersion of whole hours or blocks: 1 + φ·m with m the
 * mean of one block. A part of the posts that is picked at random has the same φ as all of them (a thinned
 * gamma mixture of Poisson counts), so a watch's φ serves each of its topics.
 */
export function inflationOf(dispersion: number, total: number, blocks: number): number {
  return blocks > 0 ? 1 + (dispersion * total) / blocks : 1;
}

/** Regularised incomplete beta function I_x(a, b). */
function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return Math.exp(logIncompleteBeta(a, b)(x / (1 - x)));
}

/** Each step halves what is left at the least; no more than three digits are shown. */
const MAX_STEPS = 60;
const CLOSE = 2 ** -40;
/** Standard deviations from the middle to where a share of 0.025 or 0.975 lies. */
const AWAY = 1.96;

/**
 * The x at which I_x(a, b) = share: Newton's steps, and halves where one of them would leave what is known. They begin
 * where the quantile were if the logit were normal, which with many counts it nearly is.
 */
function betaQuantile(share: number, a: number, b: number): number {
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  const cdf = logIncompleteBeta(a, b);
  let [low, high] = [0, 1];
  const away = (share < 0.5 ? -AWAY : AWAY) * Math.sqrt(1 / a + 1 / b);
  let x = 1 / (1 + (b / a) * Math.exp(-away));
  for (let step = 0; step < MAX_STEPS && high - low > CLOSE; step++) {
    const off = Math.exp(cdf(x / (1 - x))) - share;
    if (off < 0) low = x;
    else high = x;
    const slope = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
    const newton = x - off / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) < CLOSE) return next;
    x = next;
  }
  return x;
}
