import type { Verdict } from '../alert/alert.ts';
import { AppError } from '../errors.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Instant } from '../time.ts';

/** `open`: nobody began. */
export const REVIEW_STATUSES = ['open', 'working', 'done'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** Asked of every alert, whatever its playbooks: why, what went well, what went otherwise than planned. */
export const GENERAL_QUESTIONS = ['cause', 'well', 'gap'] as const;

/** A question is known by its words: playbooks may ask others one day, and what was answered stays. */
export interface Question {
  /** Null: one of `GENERAL_QUESTIONS`. */
  readonly playbook: string | null;
  readonly question: string;
}

export interface Answer extends Question {
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
}

export interface Review {
  readonly status: ReviewStatus;
  /** 0: nothing was saved yet. */
  readonly version: number;
  /** Null: nobody said. */
  readonly falseAlarm: boolean | null;
  readonly answers: readonly Answer[];
  readonly updatedAt: Instant | null;
  readonly updatedBy: string | null;
}

export interface ReviewInput {
  readonly status: Exclude<ReviewStatus, 'open'>;
  readonly falseAlarm: boolean | null;
  readonly answers: readonly (Question & { readonly text: string })[];
}

export interface MeasureInput {
  readonly what: string;
  readonly owner: string;
  readonly dueAt: Instant;
}

/** What is to be changed so that it does not happen again. */
export interface Measure extends MeasureInput {
  readonly id: number;
  readonly alertId: number;
  readonly version: number;
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export const NO_REVIEW: Review = {
  status: 'open',
  version: 0,
  falseAlarm: null,
  answers: [],
  updatedAt: null,
  updatedBy: null,
};

/** What is asked about an alert, the general questions first; each playbook's own as it has them. */
export function questionsOf(playbooks: readonly Pick<Playbook, 'id' | 'review'>[]): readonly Question[] {
  return [
    ...GENERAL_QUESTIONS.map((question) => ({ playbook: null, question })),
    ...playbooks.flatMap(({ id, review }) => review.map((question) => ({ playbook: id, question }))),
  ];
}

export function sameQuestion(one: Question, other: Question): boolean {
  return one.playbook === other.playbook && one.question === other.question;
}

/**
 * The review as it is after somebody saved: only what they changed bears their name, an empty answer is taken back, and
 * answers to questions they were not asked stay.
 * @throws AppError('bad_request') where it is called done and neither a cause is named nor is it a false alarm
 */
export function revise(
  stored: Review,
  input: ReviewInput,
  who: { readonly by: string; readonly now: Instant },
): Review {
  const given = input.answers.map((answer) => ({ ...answer, text: answer.text.trim() }));
  const kept = stored.answers.filter((answer) => !given.some((each) => sameQuestion(each, answer)));
  const answers = given.flatMap((each) => {
    const before = stored.answers.find((answer) => sameQuestion(answer, each));
    if (each.text === '') return [];
    return before?.text === each.text ? [before] : [{ ...each, by: who.by, at: who.now }];
  });
  const all = [...answers, ...kept];
  const caused = all.some(({ playbook, question }) => playbook === null && question === 'cause');
  if (input.status === 'done' && input.falseAlarm !== true && !caused) {
    const faults = [{ field: 'cause', message: 'is needed before a review is done' }];
    throw new AppError('bad_request', 'cause: is needed before a review is done', { faults });
  }
  const { status, falseAlarm } = input;
  return {
    status,
    falseAlarm,
    answers: all,
    version: stored.version + 1,
    updatedAt: who.now,
    updatedBy: who.by,
  };
}

/**
 * What is concluded of the alert by this; null: nothing, or nothing new, as where answers of a finished one are
 * amended.
 */
export function verdictIn(
  stored: Pick<Review, 'status' | 'falseAlarm'>,
  { status, falseAlarm }: Pick<ReviewInput, 'status' | 'falseAlarm'>,
): Verdict | null {
  if (status !== 'done' || falseAlarm === null) return null;
  if (stored.status === 'done' && stored.falseAlarm === falseAlarm) return null;
  return falseAlarm ? 'false_alarm' : 'closed';
}

export function isOverdue({ doneAt, dueAt }: Pick<Measure, 'doneAt' | 'dueAt'>, now: Instant): boolean {
  return doneAt === null && dueAt < now;
}
