import type { Palette } from './palette.ts';

const SERIES = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'] as const;

/** The colour of the n-th of up to six things side by side. */
export function seriesColor(palette: Palette, at: number): string {
  return palette[SERIES[at % SERIES.length] ?? 'series-1'];
}
