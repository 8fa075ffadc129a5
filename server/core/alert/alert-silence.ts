import { AppError } from '../errors.ts';
import type { Level } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import { DAY, type Instant } from '../time.ts';

/** What is silenced. Of watches and stories both must hold where both are named. */
export interface SilenceMatcher {
  /** Absent: every watch. */
  readonly watchIds?: readonly number[] | undefined;
  /** Absent: whatever it is about. */
  readonly storyIds?: readonly number[] | undefined;
  /** The gravest level that is silenced. Absent: orange, so that red is only silenced when that is asked for. */
  readonly maxLevel?: Level | undefined;
}

/** A time in which alerts do not ring, said by a person with a reason. */
export interface AlertSilence {
  readonly id: number;
  readonly matcher: SilenceMatcher;
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
  readonly author: string;
  readonly reason: string;
  readonly createdAt: Instant;
  /** Ended early, or called off before it began. */
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
}

export type SilenceDraft = Pick<AlertSilence, 'matcher' | 'from' | 'until' | 'author' | 'reason'>;
export type SilenceState = 'coming' | 'active' | 'past';

/** What a silence is asked about. */
export interface Silenceable {
  readonly watchId: number;
  /** Null: it has no story. */
  readonly storyId: number | null;
  readonly level: Level;
}

export const MAX_SILENCE_MS = 30 * DAY;
/** What a silence goes up to unless it says otherwise. */
export const GRAVEST_SILENCED: Level = 'II';

/** Whether a silence is about this, whenever it is. */
export function isSilencedBy(matcher: SilenceMatcher, { watchId, storyId, level }: Silenceable): boolean {
  if (rankOf(level) > rankOf(matcher.maxLevel ?? GRAVEST_SILENCED)) return false;
  if (matcher.watchIds && !matcher.watchIds.includes(watchId)) return false;
  return !matcher.storyIds || (storyId !== null && matcher.storyIds.includes(storyId));
}

export function silenceState(
  { from, until, endedAt }: Pick<AlertSilence, 'from' | 'until' | 'endedAt'>,
  now: Instant,
): SilenceState {
  if (endedAt !== null || until <= now) return 'past';
  return from <= now ? 'active' : 'coming';
}

/**
 * The silence that somebody asks for, beginning now at the earliest: nothing is silenced in hindsight.
 * @throws AppError('bad_request') with the `field` that is wrong
 */
export function checkedSilence(draft: SilenceDraft, now: Instant): SilenceDraft {
  const { until, matcher } = draft;
  const from = Math.max(draft.from, now);
  const reason = draft.reason.trim();
  const refuse = (field: string, words: string) => new AppError('bad_request', words, { field });
  if (reason === '') throw refuse('reason', 'a silence needs a reason');
  if (until <= now) throw refuse('until', '"until" is past');
  if (until <= from) throw refuse('until', '"until" must be after "from"');
  if (until - from > MAX_SILENCE_MS) throw refuse('until', 'a silence lasts 30 days at most');
  if (matcher.watchIds?.length === 0)
    throw refuse('watchIds', 'name a watch, or leave "watchIds" out for all');
  if (matcher.storyIds?.length === 0) throw refuse('storyIds', 'name a story, or leave "storyIds" out');
  return { ...draft, from, reason };
}
