import type { AlertChangeKind } from '../alert/alert.ts';
import { LEVEL_MOVES } from '../alert/change-kinds.ts';
import { type Level, rankOf } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';

/** A time an alert spent at one level; `to` is null while it is there. */
export interface LevelSpan {
  readonly level: Level;
  readonly from: Instant;
  readonly to: Instant | null;
  /** It ended because the level fell. */
  readonly fell: boolean;
}

/**
 * `in-time`, `late`: done, held against its clock. `missing`: its clock ran out, or the alert is over, and it was not
 * done. `pending`: there is time left. `unbounded`: no clock runs for it; `at` says whether it was done.
 */
export type ClockState = 'in-time' | 'late' | 'missing' | 'pending' | 'unbounded';

export interface ClockResult {
  readonly at: Instant | null;
  readonly dueAt: Instant | null;
  readonly state: ClockState;
  /** Whole minutes, begun ones counted; 0 unless it was late. */
  readonly lateMinutes: number;
}

/** A line of an alert's history, as far as it may move the level. */
export interface LevelMove {
  readonly at: Instant;
  readonly kind: AlertChangeKind;
  readonly to: Level;
}

const MOVES: ReadonlySet<AlertChangeKind> = new Set(LEVEL_MOVES);

/** The levels an alert went through by its history, oldest first; none without one. */
export function spansOf(openedAt: Instant, changes: readonly LevelMove[]): readonly LevelSpan[] {
  const [first, ...later] = changes;
  if (first === undefined) return [];
  // A second opening is that of an alert that was joined to this one.
  const moves = later.filter(({ kind }) => MOVES.has(kind) || kind === 'opened');
  const before = [first, ...moves];
  return levelSpans(
    { at: openedAt, level: first.to },
    moves.map(({ at, to }, i) => ({ at, to, fell: rankOf(to) < rankOf(before[i]?.to ?? to) })),
  );
}

/** The levels an alert went through; changes that moved none are passed over. */
export function levelSpans(
  opened: { readonly at: Instant; readonly level: Level },
  moves: readonly { readonly at: Instant; readonly to: Level; readonly fell: boolean }[],
): readonly LevelSpan[] {
  const spans: LevelSpan[] = [{ level: opened.level, from: opened.at, to: null, fell: false }];
  for (const { at, to, fell } of moves) {
    const last = spans.at(-1);
    if (!last || last.level === to) continue;
    spans[spans.length - 1] = { ...last, to: at, fell };
    spans.push({ level: to, from: at, to: null, fell: false });
  }
  return spans;
}

/**
 * The times that a step is held against: from when it was asked for on. What was done before, it was asked for before,
 * by an alert that was joined to this one.
 */
export function spansAsking(
  spans: readonly LevelSpan[],
  since: Instant,
  doneAt: Instant | null,
): readonly LevelSpan[] {
  if (doneAt !== null && doneAt < since) return spans;
  return spans
    .filter(({ to }) => to === null || to > since)
    .map((span) => ({ ...span, from: Math.max(span.from, since) }));
}

/**
 * When something was due: a level's clock runs since that level was reached, so that nobody is late at the moment it
 * rises; a clock that already ran keeps running when it rises, and stops when the level fell before it ran out. Of
 * several the one that ends first counts. Levels reached after it was done ask nothing.
 * @param minutes of each level; null: it asks for none
 */
export function dueAt(
  spans: readonly LevelSpan[],
  minutes: (level: Level) => number | null,
  doneAt: Instant | null,
): Instant | null {
  const ends = spans.flatMap(({ level, from }, i) => {
    const length = minutes(level);
    if (length === null || (doneAt !== null && from > doneAt)) return [];
    const end = from + length * MINUTE;
    const fall = spans.slice(i).find(({ fell }) => fell);
    const stopped = fall?.to != null && end > fall.to && (doneAt === null || doneAt >= fall.to);
    return stopped ? [] : [end];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Holds what was done against its clock. */
export function hold(at: Instant | null, due: Instant | null, now: Instant, over: boolean): ClockResult {
  const none = { at, dueAt: due, lateMinutes: 0 };
  if (due === null) return { ...none, state: 'unbounded' };
  if (at === null) return { ...none, state: over || now > due ? 'missing' : 'pending' };
  if (at <= due) return { ...none, state: 'in-time' };
  return { ...none, state: 'late', lateMinutes: Math.ceil((at - due) / MINUTE) };
}
