import type { Mark } from './segments.ts';

/** A stretch of a text, its end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Some twelve lines are read at a glance; a little more is not worth a press. */
const LONG = 640;
const LONG_LINES = 18;
const HEAD = 300;
const HEAD_LINES = 8;
/** Of what lies behind the beginning, the words that weigh most, with what stands around them. */
const MAX_PASSAGES = 3;
const AROUND = 36;
const STOPS = /[。！？!?…\n]/;

/**
 * What a long text is shown by until somebody wants the whole: its beginning, then the words that weighed most with
 * what stands around them, in their order; null where it is short enough to be read as it is.
 */
export function foldText(text: string, marks: readonly Mark[]): readonly Stretch[] | null {
  if (text.length <= LONG && text.split('\n').length <= LONG_LINES) return null;
  const head = headOf(text);
  const weighing = marks
    .filter(({ start, weight }) => start >= head.end && weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MAX_PASSAGES)
    .map(({ start, end }) => ({
      start: whole(text, Math.max(head.end, start - AROUND)),
      end: whole(text, Math.min(text.length, end + AROUND)),
    }))
    .toSorted((a, b) => a.start - b.start);
  return weighing.reduce<readonly Stretch[]>(joined, [head]);
}

/** Ends with a sentence, where one ends late enough. */
function headOf(text: string): Stretch {
  const lines = text.split('\n', HEAD_LINES).join('\n').length;
  const most = Math.min(HEAD, lines, text.length);
  let end = most;
  while (end > most / 2 && !STOPS.test(text[end - 1] ?? '')) end -= 1;
  return { start: 0, end: whole(text, end > most / 2 ? end : most) };
}

/** Never half a character. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}

function joined(known: readonly Stretch[], next: Stretch): readonly Stretch[] {
  const last = known.at(-1);
  if (last === undefined || next.start > last.end) return [...known, next];
  return [...known.slice(0, -1), { start: last.start, end: Math.max(last.end, next.end) }];
}

/** The marks of a stretch, counted from where it begins. */
export function marksIn({ start, end }: Stretch, marks: readonly Mark[]): readonly Mark[] {
  return marks
    .filter((mark) => mark.end > start && mark.start < end)
    .map((mark) => ({
      ...mark,
      start: Math.max(0, mark.start - start),
      end: Math.min(end, mark.end) - start,
    }));
}
