import { Chart } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import type { View } from './trend-plugins.ts';

/** Pixels: what moves farther between press and release selects a stretch, and picks nothing. */
const STILL = 6;

/** Whether the mouse was dragged before this click: then it was no click. */
export function wasDragged(click: Event | null): boolean {
  return click instanceof MouseEvent && Math.abs(click.clientX - pressedAt) >= STILL;
}
let pressedAt = 0;

/** Lets the mouse select a stretch of the axis of time of the chart in this box; with Shift it is moved along. */
export function dragSelect(whole: () => View, onview: (view: View) => void): Attachment<HTMLElement> {
  return (box) => {
    const shade = document.createElement('div');
    Object.assign(shade.style, {
      position: 'absolute',
      top: '0',
      bottom: '24px',
      pointerEvents: 'none',
      background: 'color-mix(in oklch, var(--accent) 16%, transparent)',
    });
    const axisOf = () => {
      const canvas = box.querySelector('canvas');
      return canvas ? Chart.getChart(canvas)?.scales.x : undefined;
    };
    let held: View | null = null;
    function pan({ clientX }: PointerEvent): void {
      const width = axisOf()?.width;
      if (!held || !width) return;
      const { from, to } = whole();
      const wanted = ((pressedAt - clientX) / width) * (held.to - held.from);
      const by = Math.max(from - held.from, Math.min(to - held.to, wanted));
      onview({ from: held.from + by, to: held.to + by });
    }
    function move({ clientX }: PointerEvent): void {
      const left = box.getBoundingClientRect().left;
      shade.style.left = `${Math.min(pressedAt, clientX) - left}px`;
      shade.style.width = `${Math.abs(clientX - pressedAt)}px`;
      if (!shade.isConnected) box.append(shade);
    }
    function stop(): void {
      shade.remove();
      removeEventListener('pointermove', move);
      removeEventListener('pointermove', pan);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', stop);
    }
    function up({ clientX }: PointerEvent): void {
      stop();
      const axis = axisOf();
      if (held || !axis || Math.abs(clientX - pressedAt) < STILL) return;
      const left = box.getBoundingClientRect().left;
      const ends = [pressedAt, clientX]
        .map((x) => axis.getValueForPixel(x - left) ?? 0)
        .sort((a, b) => a - b);
      const { from, to } = whole();
      onview({ from: Math.max(from, ends[0] ?? from), to: Math.min(to, ends[1] ?? to) });
    }
    function down(event: PointerEvent): void {
      pressedAt = event.clientX;
      const axis = axisOf();
      if (event.pointerType !== 'mouse' || event.button !== 0 || !axis) return;
      held = event.shiftKey ? { from: axis.min, to: axis.max } : null;
      addEventListener('pointermove', held ? pan : move);
      addEventListener('pointerup', up);
      addEventListener('pointercancel', stop);
    }
    box.addEventListener('pointerdown', down);
    return () => {
      stop();
      box.removeEventListener('pointerdown', down);
    };
  };
}
