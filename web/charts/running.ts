import { thin } from './palette.ts';

/** When the bar that is not over yet began; null: all are. It holds less than it will, and is no fall. */
export function runningOf(
  points: readonly { readonly at: number }[],
  length: number,
  now: number,
): number | null {
  const last = points.at(-1);
  return last && last.at <= now && now < last.at + length ? last.at : null;
}

/** The colours of one tone's bars: the one under way is lighter. */
export function shades(color: string, points: readonly { readonly at: number }[], running: number | null) {
  const all = points.map(({ at }) => (at === running ? thin(color, 0.45) : color));
  return { backgroundColor: all, hoverBackgroundColor: all };
}
