import type { TermRow } from '../api/trends.ts';

/** From negative over plain to positive; mixed with ink, so that small words can be read too. */
export const TONES = [
  'color-mix(in oklch, var(--negative) 82%, var(--ink))',
  'color-mix(in oklch, var(--negative) 48%, var(--muted))',
  'var(--muted)',
  'color-mix(in oklch, var(--positive) 48%, var(--muted))',
  'color-mix(in oklch, var(--positive) 78%, var(--ink))',
] as const;

/** Positive less negative share of the posts that use a word, −1..1. */
export function netOf({
  count,
  negative,
  positive,
}: Pick<TermRow, 'count' | 'negative' | 'positive'>): number {
  return count > 0 ? (positive - negative) / count : 0;
}

/** Which of the five tones a net sentiment has. */
export function toneOf(net: number): number {
  if (net <= -0.5) return 0;
  if (net < -0.15) return 1;
  if (net <= 0.15) return 2;
  return net < 0.5 ? 3 : 4;
}
