import { type Palette, thin } from './palette.ts';

/** A line that is no more than the edge of something: no points, nothing to hover. */
export const EDGE = {
  type: 'line' as const,
  pointRadius: 0,
  pointHitRadius: 0,
  borderWidth: 0,
  tension: 0,
  order: 3,
};

/** The usual range behind the bars: lower edge unseen, upper edge filled down to it. */
export function usualBand<D>(palette: Palette, low: D[], high: D[]) {
  return [
    { ...EDGE, label: 'low', stack: 'low', data: low },
    {
      ...EDGE,
      label: 'high',
      stack: 'high',
      data: high,
      fill: '-1',
      backgroundColor: thin(palette.ink, 0.08),
      borderColor: thin(palette.ink, 0.22),
      borderWidth: 1,
    },
  ];
}
