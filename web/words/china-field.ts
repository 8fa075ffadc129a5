import { CHINA } from '../time.ts';

/** An instant as a `datetime-local` field shows it: China's clock, whatever the browser's. */
export function fieldOf(instant: number): string {
  return new Date(instant + CHINA).toISOString().slice(0, 16);
}

/** What such a field says; NaN while it is empty. */
export function instantOf(field: string): number {
  return Date.parse(`${field}:00+08:00`);
}

/** Calendar months in China: the last thirty days first, then so many whole months before this one. */
export function stretches(
  now: number,
  months: number,
): readonly { readonly from: number; readonly to: number }[] {
  const today = new Date(now + CHINA);
  const start = (back: number) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1) - CHINA;
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return [
    { from: hour - 30 * 86_400_000, to: hour },
    ...Array.from({ length: months }, (_, i) => ({ from: start(i + 1), to: start(i) })),
  ];
}
