import type { ReportKind } from '../api/reports.ts';
import { dayStart } from '../range.ts';
import { CHINA, DAY } from '../time.ts';
import { instantOf } from './china-field.ts';
import type { Words } from './zh.ts';

interface Formats {
  day(at: number): string;
  moment(at: number): string;
}

/** `11月16日 至 11月22日`: the first and the last day of a time, or its hours where it holds no whole days. */
export function periodWords(
  { from, to }: { readonly from: number; readonly to: number },
  formats: Formats,
  words: Words,
): string {
  const whole = [from, to].every((at) => (at + CHINA) % DAY === 0);
  if (!whole) return words.reports.span(formats.moment(from), formats.moment(to));
  return words.reports.span(formats.day(from), formats.day(to - DAY));
}

/** What the fields of the form say. */
export interface ReportFields {
  readonly kind: ReportKind;
  /** '' is all watches. */
  readonly watch: string;
  /** `YYYY-MM-DD`; '': the last one that is over. */
  readonly day: string;
  /** As `datetime-local` has them. */
  readonly from: string;
  readonly to: string;
}

/** What the server is asked for; null while dates are missing or the wrong way round. */
export function draftOf({ kind, watch, day, from, to }: ReportFields) {
  const asked = { kind, watchId: watch === '' ? null : Number(watch) };
  if (kind !== 'custom') {
    const start = day === '' ? null : dayStart(day);
    return start === null ? asked : { ...asked, from: start };
  }
  if (from === '' || to === '' || instantOf(from) >= instantOf(to)) return null;
  return { ...asked, from: instantOf(from), to: instantOf(to) };
}
