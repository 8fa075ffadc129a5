import type { Instant } from '../time.ts';
import type { SentimentLabel } from './analysis.ts';
import type { LabelScore } from './label-score.ts';
import { isOneSided, type Move, movesTooMuch, type OverlayEffect } from './overlay-effect.ts';

/** What fewer labels than this teach cannot be distinguished from chance. */
export const MIN_LABELS = 20;
/** Below this many held-out posts a comparison says nothing, and the new version waits. */
export const MIN_HELD_OUT_POSTS = 5;

/** Whether a trained version may be used, and why. */
export type OverlayVerdict =
  | 'better'
  | 'same'
  | 'worse'
  | 'held_out_too_small'
  /** What is held out says nothing of a class that would be changed. */
  | 'one_sided'
  /** Too much of a class of what is stored would be called something else. */
  | 'moves_too_much';

/** What training came to, measured on posts that it never saw. */
export interface OverlayReport {
  readonly labels: number;
  readonly trainedOn: number;
  /** True when words were learned too; with few labels only the calibration moves. */
  readonly words: boolean;
  /** The reader alone. */
  readonly before: LabelScore;
  /** The version in use then, where there was one. */
  readonly current: LabelScore | null;
  readonly after: LabelScore;
  /** What it would change of stored texts that nobody labelled; null where an older version did not ask. */
  readonly effect: OverlayEffect | null;
  readonly verdict: OverlayVerdict;
}

/** A trained version as it is kept, without its weights. */
export interface OverlayVersion {
  readonly id: number;
  readonly trainedAt: Instant;
  readonly trainedBy: string;
  /** The reader it was trained on top of; with another one it is not used. */
  readonly reader: string;
  /** Null where it cannot be read any more. */
  readonly report: OverlayReport | null;
  readonly bytes: number;
  readonly active: boolean;
  /** Who switched it on or off last. */
  readonly changedAt: Instant | null;
  readonly changedBy: string | null;
}

/** What a training run answers. */
export type TrainOutcome =
  | {
      readonly kind: 'refused';
      readonly reason: 'too_few_labels';
      readonly labels: number;
      readonly needed: number;
    }
  | { readonly kind: 'trained'; readonly version: OverlayVersion };

/** How a version scores on held-out texts, and what it would change. */
export interface OverlayTrial {
  readonly after: LabelScore;
  /** The reader alone. */
  readonly before: LabelScore;
  /** What is in use; null where nothing is. */
  readonly current: LabelScore | null;
  /** What people say of the held-out texts. */
  readonly said: readonly SentimentLabel[];
  /** Of held-out texts and of stored ones. */
  readonly moves: readonly Move[];
  readonly effect: OverlayEffect;
}

/**
 * No worse in both measures than the reader alone and than what is in use, better than what is in use, measured on every
 * class that it would change, and changing no class beyond what a reader can be wrong about.
 */
export function judgeOverlay({ after, before, current, said, moves, effect }: OverlayTrial): OverlayVerdict {
  if (after.n < MIN_HELD_OUT_POSTS) return 'held_out_too_small';
  const rivals = current === null ? [before] : [before, current];
  const worse = (a: LabelScore, b: LabelScore) => a.correct < b.correct || a.macroF1 < b.macroF1 - 1e-9;
  if (rivals.some((rival) => worse(after, rival))) return 'worse';
  if (isOneSided(said, moves)) return 'one_sided';
  if (movesTooMuch(effect)) return 'moves_too_much';
  return worse(current ?? before, after) ? 'better' : 'same';
}

/** Whether a version goes into use by itself: what changes figures and betters nothing does not. */
export function mayBeActive(verdict: OverlayVerdict): boolean {
  return verdict === 'better';
}
