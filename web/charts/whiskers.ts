import type { Plugin } from 'chart.js';

/** A value with its interval, lying along x. */
export interface Whisker {
  readonly x: number;
  readonly y: number;
  readonly lo: number;
  readonly hi: number;
}

/** Draws the interval of every point as a line under it, cut at the edges of the chart. */
export const whiskers: Plugin = {
  id: 'whiskers',
  beforeDatasetsDraw({ ctx, data, scales, chartArea }) {
    const { x, y } = scales;
    if (!x || !y) return;
    const clip = (value: number): number => Math.max(chartArea.left, Math.min(chartArea.right, value));
    ctx.save();
    for (const dataset of data.datasets) {
      ctx.strokeStyle = String(dataset.borderColor);
      ctx.lineWidth = 2;
      ctx.globalAlpha = 0.45;
      for (const point of dataset.data as unknown as readonly Whisker[]) {
        const at = y.getPixelForValue(point.y);
        ctx.beginPath();
        ctx.moveTo(clip(x.getPixelForValue(point.lo)), at);
        ctx.lineTo(clip(x.getPixelForValue(point.hi)), at);
        ctx.stroke();
      }
    }
    ctx.restore();
  },
};
