import type { AlertStatus } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import type { Course } from '../review/course.ts';
import type { Effect } from '../review/effect.ts';
import type { Measure, Question, Review } from '../review/review.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';

/** A measure with whether it should have been done by now. */
export interface MeasureRow extends Measure {
  readonly overdue: boolean;
}

export interface ReviewScreen {
  readonly alertId: number;
  readonly now: Instant;
  readonly course: Course;
  readonly effect: Effect;
  /** What crossed its bound first, and what had been said by then since the hour of the first post. */
  readonly foundBy: {
    readonly finding: Finding;
    /** Null where the first post is not known. */
    readonly before: { readonly posts: number; readonly negative: number } | null;
  } | null;
  readonly review: Review;
  readonly questions: readonly Question[];
  /** Names of the playbooks that ask. */
  readonly playbooks: readonly { readonly id: string; readonly name: string }[];
  readonly measures: readonly MeasureRow[];
}

export interface ReviewRow {
  readonly alertId: number;
  readonly watchName: string;
  /** The highest it reached. */
  readonly level: Level;
  readonly alertStatus: AlertStatus;
  readonly sentence: string;
  /** The finding that says most; null where recorded facts alone rang it. */
  readonly main: Finding | null;
  /** The gravest of what is claimed; null where nothing grave is. */
  readonly claim: Finding | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly status: Review['status'];
  readonly updatedAt: Instant | null;
  readonly updatedBy: string | null;
  readonly measures: { readonly open: number; readonly overdue: number; readonly done: number };
}

export interface ReviewsScreen {
  readonly now: Instant;
  /** Ended, of level yellow or higher at its height, and not begun. */
  readonly waiting: readonly ReviewRow[];
  readonly working: readonly ReviewRow[];
  readonly done: readonly ReviewRow[];
  /** Not done yet, those due first first. */
  readonly due: readonly (MeasureRow & { readonly watchName: string })[];
}
