import {
  BarController,
  BarElement,
  Chart,
  type ChartConfiguration,
  type ChartType,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type Scale,
  TimeScale,
  Tooltip,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import 'chartjs-adapter-date-fns';
import type { Attachment } from 'svelte/attachments';
import { preferences } from '../state/preferences.svelte.ts';
import { f } from '../words/say.svelte.ts';
import { type Palette, readPalette } from './palette.ts';
import { chinaTicks, isMidnight } from './ticks.ts';

Chart.register(
  BarController,
  BarElement,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  TimeScale,
  Tooltip,
  annotation,
);
// Charts fill the room they are given, and are there at once.
Chart.defaults.set({ animation: false, maintainAspectRatio: false });

/**
 * Draws a chart and changes it in place when what it reads changes: data, language, theme. It is made where it is
 * drawn: what a chart asks back while it is made is no reason to make another one.
 */
export function chart<T extends ChartType, D>(
  config: (palette: Palette) => ChartConfiguration<T, D>,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let drawn: Chart<T, D> | undefined;
    $effect(() => {
      void preferences.dark;
      const wanted = config(readPalette());
      if (drawn === undefined) {
        drawn = new Chart<T, D>(canvas, wanted);
        return;
      }
      drawn.data = wanted.data;
      if (wanted.options) drawn.options = wanted.options;
      drawn.update('none');
    });
    return () => drawn?.destroy();
  };
}

/** A time axis in China's hours and days, whatever the browser's own zone. */
export function timeAxis(palette: Palette, from: number, to: number, most: number) {
  return {
    type: 'time' as const,
    min: from,
    max: to,
    offset: true,
    grid: { display: false },
    border: { color: palette.line },
    afterBuildTicks: (axis: Scale) => {
      const room = Math.max(2, Math.min(most, Math.floor(axis.width / 64)));
      axis.ticks = chinaTicks(from, to, room).map((value) => ({ value }));
    },
    ticks: {
      color: palette.muted,
      font: { family: palette.font, size: 12 },
      maxRotation: 0,
      autoSkip: false,
      callback: (value: string | number) =>
        isMidnight(Number(value)) ? f.day(Number(value)) : f.clockTime(Number(value)),
    },
  };
}

/** An axis of stacked counts, from nought. */
export function countAxis(palette: Palette) {
  return {
    stacked: true,
    beginAtZero: true,
    grid: { color: palette.line, tickLength: 0 },
    border: { display: false },
    ticks: {
      color: palette.muted,
      font: { family: palette.font, size: 12 },
      precision: 0,
      maxTicksLimit: 5,
      padding: 8,
      callback: (value: string | number) => f.compact(Number(value)),
    },
  };
}

export function tooltip(palette: Palette) {
  return {
    backgroundColor: palette.surface,
    borderColor: palette.line,
    borderWidth: 1,
    titleColor: palette.ink,
    bodyColor: palette.ink,
    footerColor: palette.muted,
    titleFont: { family: palette.font, size: 12, weight: 600 as const },
    bodyFont: { family: palette.font, size: 12 },
    footerFont: { family: palette.font, size: 12, weight: 400 as const },
    padding: 10,
    cornerRadius: 6,
    boxWidth: 8,
    boxHeight: 8,
    boxPadding: 4,
  };
}
