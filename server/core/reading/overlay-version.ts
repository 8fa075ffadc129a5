import type { Instant } from '../time.ts';
import type { LabelScore } from './label-score.ts';

/** Fewer labels than this teach nothing that could be told from chance. */
export const FEWEST_LABELS = 20;
/** Below this many held-out posts a comparison says nothing, and the new version waits. */
export const FEWEST_HELD_OUT = 5;

/** Whether a trained version may be used, and why. */
export const OVERLAY_VERDICTS = ['better', 'same', 'worse', 'held_out_too_small'] as const;
export type OverlayVerdict = (typeof OVERLAY_VERDICTS)[number];

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

/** No worse in both measures than the reader alone and than what is in use; better than what is in use. */
export function judgeOverlay(
  after: LabelScore,
  before: LabelScore,
  current: LabelScore | null,
): OverlayVerdict {
  if (after.n < FEWEST_HELD_OUT) return 'held_out_too_small';
  const rivals = current === null ? [before] : [before, current];
  const worse = (a: LabelScore, b: LabelScore) => a.correct < b.correct || a.macroF1 < b.macroF1 - 1e-9;
  if (rivals.some((rival) => worse(after, rival))) return 'worse';
  return worse(current ?? before, after) ? 'better' : 'same';
}

/** Whether a version goes into use by itself. */
export function mayBeActive(verdict: OverlayVerdict): boolean {
  return verdict === 'better' || verdict === 'same';
}
