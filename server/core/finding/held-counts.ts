import type { HeldFinding } from './false-discovery.ts';

/** Findings that are held back, by reason. */
export type HeldCounts = Readonly<Record<HeldFinding['reason'], number>>;

export function countHeld(held: readonly HeldFinding[]): HeldCounts {
  const counts = { 'false-discovery': 0, 'arriving-past': 0, 'more-heard': 0, 'weekly-habit': 0 };
  for (const { reason } of held) counts[reason] += 1;
  return counts;
}
