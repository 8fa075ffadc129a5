/** Minutes since midnight as a time field shows them: `09:30`. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What such a field says; NaN while it is empty. */
export function minuteOf(field: string): number {
  const [hour = Number.NaN, minute = Number.NaN] = field.split(':').map(Number);
  return hour * 60 + minute;
}
