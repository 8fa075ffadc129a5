import { CategoryScale, Chart, LogarithmicScale, ScatterController } from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import { WordCloudController, WordElement } from 'chartjs-chart-wordcloud';
import { HOUR } from '../time.ts';

export { default as zoomPlugin } from 'chartjs-plugin-zoom';

/** What only the page of trends draws with: it comes with that page, so that the others stay light. */
Chart.register(
  CategoryScale,
  LogarithmicScale,
  ScatterController,
  MatrixController,
  MatrixElement,
  WordCloudController,
  WordElement,
);

/** The part of an axis of time that is looked at. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/**
 * Ctrl and wheel (or a pinch on a touchpad) zooms, beside what `dragSelect` does: a plain wheel scrolls the
 * page. A finger scrolls too; on a touch screen the fields under the chart do the same.
 */
export function zoomOptions(whole: View, least: number, onview: (view: View) => void) {
  const mouse = matchMedia('(pointer: fine)').matches;
  const reportView = ({ chart }: { chart: Chart }): void => {
    const axis = chart.scales.x;
    if (axis) onview({ from: Math.max(whole.from, axis.min), to: Math.min(whole.to, axis.max) });
  };
  return {
    limits: { x: { min: whole.from, max: whole.to, minRange: Math.max(HOUR, least) } },
    zoom: {
      mode: 'x' as const,
      wheel: { enabled: mouse, modifierKey: 'ctrl' as const, speed: 0.15 },
      pinch: { enabled: false },
      onZoomComplete: reportView,
    },
  };
}
