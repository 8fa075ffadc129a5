import type { Span } from '../series/trend-window.ts';
import type { Share } from '../statistics/share.ts';
import { studentT } from '../statistics/student-t.ts';
import { DAY } from '../time.ts';

/** What was said in one week. */
export interface WeekCounts {
  readonly mentions: number;
  readonly complaints: number;
}

/** What people wrote in some whole weeks; originals only. */
export interface FixSide extends Span {
  readonly mentions: number;
  readonly complaints: number;
  /** Copies of the complaints, which prove nothing more and are not among them. */
  readonly copies: number;
  /** Complaints among all mentions, with an interval that takes weeks as its units. */
  readonly share: Share;
  readonly perDay: number;
}

export interface Difference {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** How much weeks differ beyond chance, from as many degrees of freedom. */
export interface Dispersion {
  readonly phi: number;
  readonly freedom: number;
}

/** With one complaint and one other mention added: none in five is no certain zero. */
function addedShare({ mentions, complaints }: WeekCounts): number {
  return (complaints + 1) / (mentions + 2);
}

export function sumOf(weeks: readonly WeekCounts[]): WeekCounts {
  const sum = (of: (week: WeekCounts) => number) => weeks.reduce((total, week) => total + of(week), 0);
  return { mentions: sum(({ mentions }) => mentions), complaints: sum(({ complaints }) => complaints) };
}

/**
 * Weeks as the units: posts of one day are about one thing, and trouble lasts for days, so days are not independent of
 * each other, which weeks nearly are. φ = Σ (c − R·n)² / (n·p̃(1−p̃)) / Σ (weeks − 1) over sets of weeks with n
 * mentions and c complaints each, R the share of the set; never less than 1, that of the binomial. Source: P.
 * McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), §4.5.
 */
export function dispersionOf(sets: readonly (readonly WeekCounts[])[]): Dispersion {
  let [squares, freedom] = [0, 0];
  for (const weeks of sets) {
    const all = sumOf(weeks);
    const [ratio, added] = [all.complaints / all.mentions, addedShare(all)];
    for (const { mentions, complaints } of weeks) {
      if (mentions > 0) squares += (complaints - ratio * mentions) ** 2 / (mentions * added * (1 - added));
    }
    freedom += Math.max(0, weeks.length - 1);
  }
  return { phi: freedom > 0 ? Math.max(1, squares / freedom) : 1, freedom };
}

/** Of a share: φ·p̃(1−p̃)/(n+2), as A. Agresti, B. Caffo, The American Statistician 54 (2000) 280–288 add to it. */
function varianceOf(side: WeekCounts, { phi }: Dispersion): number {
  const added = addedShare(side);
  return (phi * added * (1 - added)) / (side.mentions + 2);
}

export function sideOf(
  span: Span,
  counts: WeekCounts & { readonly copies: number },
  spread: Dispersion,
): FixSide {
  const { mentions, complaints, copies } = counts;
  const days = (span.to - span.from) / DAY;
  const told = { ...span, mentions, complaints, copies, perDay: days > 0 ? complaints / days : 0 };
  if (mentions === 0) return { ...told, share: { p: null, lo: 0, hi: 1 } };
  const p = complaints / mentions;
  const reach = studentT(Math.max(1, spread.freedom)) * Math.sqrt(varianceOf(counts, spread));
  return { ...told, share: { p, lo: Math.max(0, p - reach), hi: Math.min(1, p + reach) } };
}

/** Share after less share before, at 95 %; null where nothing was said on one side. */
export function differenceOf(before: FixSide, after: FixSide, spread: Dispersion): Difference | null {
  if (before.share.p === null || after.share.p === null) return null;
  const variance = varianceOf(before, spread) + varianceOf(after, spread);
  const reach = studentT(Math.max(1, spread.freedom)) * Math.sqrt(variance);
  const value = after.share.p - before.share.p;
  return { value, lo: Math.max(-1, value - reach), hi: Math.min(1, value + reach) };
}
