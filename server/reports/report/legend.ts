import type { VolumeBlock } from '../../core/report/report-snapshot.ts';
import { COLORS } from './volume-drawing.ts';

export interface LegendEntry {
  readonly sign: string;
  readonly color: string;
  readonly word: string;
}

/** What the colours of a chart mean, and its stripes where it has any. */
export function legendOf({ bars, beforeWord }: VolumeBlock): readonly LegendEntry[] {
  return [
    { sign: '■', color: COLORS.negative, word: '负面' },
    { sign: '■', color: COLORS.neutral, word: '中性' },
    { sign: '■', color: COLORS.positive, word: '正面' },
    ...(beforeWord === null ? [] : [{ sign: '—', color: COLORS.before, word: `${beforeWord}的条数` }]),
    ...(bars.some(({ incomplete }) => incomplete)
      ? [{ sign: '▨', color: COLORS.muted, word: '有来源读不到或尚未监测，数字不全' }]
      : []),
  ];
}
