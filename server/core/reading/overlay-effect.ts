import type { SentimentLabel } from './analysis.ts';

/** How one text is read now, and how it would be read. */
export type Move = readonly [SentimentLabel, SentimentLabel];

/** What a version of the overlay would change of texts that nobody labelled. */
export interface OverlayEffect {
  /** Texts looked at: the newest originals. */
  readonly texts: number;
  /** Of these, read otherwise. */
  readonly changed: number;
  /** How many are read as each class now and then, and how many of the present ones would be called something else. */
  readonly classes: readonly {
    readonly label: SentimentLabel;
    readonly before: number;
    readonly after: number;
    readonly left: number;
  }[];
}

const LABELS = [-1, 0, 1] as const;

/** Below this many held-out texts of a class nothing is known of how that class fares: one or two may be chance. */
export const MIN_HELD_OF_CLASS = 3;

/**
 * The part of a class that may be called something else without a person having seen it. The reader alone is right about
 * four of five texts, so about a fifth of what it calls a class may deserve to leave it; with some room for chance. Who
 * takes away more takes what was right along: praise that a team called neutral turns all praise neutral.
 */
export const MAX_CLASS_LOSS = 0.25;

export function effectOf(moves: readonly Move[]): OverlayEffect {
  const count = (holds: (move: Move) => boolean) => moves.filter(holds).length;
  return {
    texts: moves.length,
    changed: count(([now, then]) => now !== then),
    classes: LABELS.map((label) => ({
      label,
      before: count(([now]) => now === label),
      after: count(([, then]) => then === label),
      left: count(([now, then]) => now === label && then !== label),
    })),
  };
}

/**
 * A class that so few texts leave or join, and so small a part of all, is as good as untouched: a text or two is
 * chance.
 */
const MIN_TOUCHING = 5;
const MIN_TOUCHING_PART = 0.1;

/** True when texts leave or join a class of which too few held-out texts are, by what people say. */
export function isOneSided(said: readonly SentimentLabel[], moves: readonly Move[]): boolean {
  const touching = Math.min(MIN_TOUCHING, Math.max(1, moves.length * MIN_TOUCHING_PART));
  return LABELS.some((label) => {
    const moved = moves.filter(([now, then]) => now !== then && (now === label || then === label));
    const held = said.filter((each) => each === label);
    return moved.length >= touching && held.length < MIN_HELD_OF_CLASS;
  });
}

/** True when more of a class leave it than may, and than two standard errors of so few add by chance. */
export function movesTooMuch({ classes }: OverlayEffect): boolean {
  return classes.some(({ before, left }) => {
    const error = Math.sqrt(before * MAX_CLASS_LOSS * (1 - MAX_CLASS_LOSS));
    return left > before * MAX_CLASS_LOSS + 2 * error;
  });
}
