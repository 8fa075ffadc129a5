import type { VolumeBlock } from '../../core/report/report-snapshot.ts';
import { grouped } from '../../core/report/report-words.ts';
import { CHINA_OFFSET, type Instant } from '../../core/time.ts';

/** What a chart is drawn of. Texts are figures alone, so that they can be drawn without a font. */
export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly fill: string;
    }
  /** A stretch with stripes: something is missing there. */
  | { readonly kind: 'gap'; readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  | {
      readonly kind: 'line';
      readonly points: readonly (readonly [number, number])[];
      readonly stroke: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly end: 'start' | 'middle' | 'end';
    };

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** As on the pages, by daylight. */
export const COLORS = {
  negative: '#c4664c',
  neutral: '#b3b9c1',
  positive: '#4a9b94',
  before: '#1d2733',
  line: '#dfe3e8',
  muted: '#5d6774',
} as const;

const [WIDTH, HEIGHT] = [720, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 8, 10, 26];
const MAX_LABELS = 9;
const TONES = ['negative', 'neutral', 'positive'] as const;

/** Bars stacked by sentiment, the time before as a line over them, stripes where a source was dead. */
export function drawVolume({ bars, unit, beforeWord }: VolumeBlock): Drawing {
  const most = Math.max(1, ...bars.map((bar) => Math.max(totalOf(bar), bar.before ?? 0)));
  const { top, step } = scaleOf(most);
  const [plotW, plotH] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  const slot = plotW / Math.max(1, bars.length);
  const yOf = (count: number): number => TOP + plotH - (count / top) * plotH;
  const shapes: Shape[] = [];
  bars.forEach(({ incomplete }, i) => {
    if (incomplete) shapes.push({ kind: 'gap', x: LEFT + i * slot, y: TOP, w: slot, h: plotH });
  });
  for (let count = 0; count <= top; count += step) {
    const y = yOf(count);
    shapes.push({
      kind: 'line',
      points: [
        [LEFT, y],
        [WIDTH - RIGHT, y],
      ],
      stroke: COLORS.line,
    });
    shapes.push({ kind: 'text', x: LEFT - 6, y: y + 4, text: grouped(count), end: 'end' });
  }
  bars.forEach((bar, i) => {
    let stacked = 0;
    for (const tone of TONES) {
      const h = (bar[tone] / top) * plotH;
      stacked += bar[tone];
      if (h <= 0) continue;
      const x = LEFT + i * slot + slot * 0.12;
      shapes.push({ kind: 'rect', x, y: yOf(stacked), w: slot * 0.76, h, fill: COLORS[tone] });
    }
  });
  if (beforeWord !== null) {
    const points = bars.map((bar, i): [number, number] => [LEFT + (i + 0.5) * slot, yOf(bar.before ?? 0)]);
    shapes.push({ kind: 'line', points, stroke: COLORS.before });
  }
  const every = Math.ceil(bars.length / MAX_LABELS);
  bars.forEach(({ at }, i) => {
    if (i % every !== 0) return;
    const x = LEFT + (i + 0.5) * slot;
    shapes.push({ kind: 'text', x, y: HEIGHT - 8, text: stampOf(at, unit), end: 'middle' });
  });
  return { width: WIDTH, height: HEIGHT, shapes };
}

const totalOf = (bar: VolumeBlock['bars'][number]): number => bar.negative + bar.neutral + bar.positive;

/** Steps of one, two or five, times ten however often; four or five of them hold everything. */
function scaleOf(most: number): { readonly top: number; readonly step: number } {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((by) => by * power).find((each) => each >= rough) ?? 1);
  return { step, top: Math.ceil(most / step) * step };
}

/** `11/16`, or of an hour `9:00`. */
function stampOf(at: Instant, unit: 'hour' | 'day'): string {
  const china = new Date(at + CHINA_OFFSET);
  return unit === 'hour' ? `${china.getUTCHours()}:00` : `${china.getUTCMonth() + 1}/${china.getUTCDate()}`;
}
