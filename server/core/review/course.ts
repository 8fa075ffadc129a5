import type { Alert, AlertChangeKind } from '../alert/alert.ts';
import type { Rung } from '../alert/rung.ts';
import { SLA_MINUTES } from '../playbook/crisis-desk.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import { type ClockResult, dueAt, hold, type LevelSpan, spansAsking, spansOf } from './clock.ts';

/** What is stored of how an alert went. */
export interface CourseFacts {
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** When each playbook was called for; those that are not named were when it opened. */
  readonly calledAt: Alert['calledAt'];
  readonly now: Instant;
  /** The earliest of the posts that opened it; null where none is kept. */
  readonly firstPost: { readonly at: Instant; readonly storedAt: Instant } | null;
  /** Oldest first. */
  readonly changes: readonly {
    readonly at: Instant;
    readonly kind: AlertChangeKind;
    readonly to: Level;
    readonly actor: string;
    /** What was recorded; null: nothing. */
    readonly note: string | null;
    /** Whom it was passed on or given to. */
    readonly people: readonly string[];
    /** Through which channels it was told, where it did not arrive everywhere. */
    readonly rung: readonly Rung[];
    /** The other alert, where it is of one that was joined to this one, or tells that; null: its own. */
    readonly joined: number | null;
  }[];
  /** Who confirmed it, the first one first: each time that it asked. */
  readonly confirmations: readonly { readonly at: Instant; readonly by: string }[];
  readonly deliveries: readonly { readonly channel: string; readonly at: Instant }[];
  readonly playbooks: readonly Playbook[];
  readonly done: readonly {
    readonly playbook: string;
    readonly no: number;
    readonly doneAt: Instant;
    readonly doneBy: string;
  }[];
  /** Statements that were drafted: when each was written last. */
  readonly drafts: readonly Written[];
  /** Statements that went out: when, and who noted it. */
  readonly published: readonly Written[];
}

interface Written {
  readonly title: string;
  readonly at: Instant;
  readonly by: string;
}

/** Lines of its history that the timeline tells. */
const TOLD = [
  'opened',
  'raised',
  'returned',
  'surged',
  'graver',
  'lowered',
  'promoted',
  'closed',
  'false_alarm',
  'reopened',
  'escalated',
  'repeated',
  'assigned',
  'recorded',
  'merged',
] as const;
export type CourseKind =
  | ('first-post' | 'stored' | 'told' | 'confirmed' | 'step' | 'draft' | 'published')
  | (typeof TOLD)[number];

/** One line of the timeline. */
export interface CourseLine {
  readonly at: Instant;
  readonly kind: CourseKind;
  /** The level it led to, where it did. */
  readonly level: Level | null;
  /** Who did it, or where it was reported. */
  readonly who: string | null;
  /** Of a step what was done, of a draft its title, of facts what was recorded. */
  readonly text: string | null;
  /** Whom it was passed on or given to. */
  readonly people: readonly string[];
  /** Through which channels it was sent, where it did not arrive everywhere: who was not woken. */
  readonly rung: readonly Rung[];
  /** The alert that it is of or tells of, where that is another one, which was joined to this one. */
  readonly joined: number | null;
  readonly held: ClockResult | null;
}

/** From one moment to the next; `held` says when it came, and whether in time. */
export interface ReviewClock {
  readonly name: 'noticed' | 'told' | 'confirmed' | 'answered' | 'closed';
  readonly from: Instant | null;
  readonly held: ClockResult;
}

export interface Course {
  readonly lines: readonly CourseLine[];
  readonly clocks: readonly ReviewClock[];
  readonly steps: Readonly<Record<'inTime' | 'late' | 'undone', number>>;
  /** Steps that must be done and were not, with when they were due. */
  readonly missed: readonly {
    readonly playbook: string;
    readonly text: string;
    readonly held: ClockResult;
  }[];
  /** The first public answer; `draft`: nothing went out and no such step was ticked, a statement was written. */
  readonly answer: { readonly at: Instant; readonly by: 'published' | 'step' | 'draft' } | null;
}

const ANSWERING = '回应';
/** The review is where it is done: it is not missed while it is read. */
const REVIEWING = '复盘';
/** Of what happened at once, what led to the rest stands first. */
const ORDER: readonly CourseKind[] = [
  'first-post',
  'stored',
  'opened',
  'raised',
  'returned',
  'surged',
  'graver',
  'told',
  'confirmed',
];

/** How an alert went, with each step and clock held against the level of that time. */
export function courseOf(facts: CourseFacts): Course {
  const spans = spansOf(facts.openedAt, facts.changes);
  const steps = stepsOf(facts, spans);
  const answer = answerOf(facts);
  const done = steps.filter(({ held }) => held.at !== null);
  const count = (state: ClockResult['state']) => done.filter(({ held }) => held.state === state).length;
  return {
    lines: linesOf(facts, done),
    clocks: clocksOf(facts, spans, answer),
    steps: { inTime: count('in-time'), late: count('late'), undone: steps.length - done.length },
    missed: steps
      .filter(({ held, mandatory }) => mandatory && held.state === 'missing')
      .map(({ playbook, text, held }) => ({ playbook, text, held })),
    answer,
  };
}

function stepsOf(facts: CourseFacts, spans: readonly LevelSpan[]) {
  const { playbooks, done, now, openedAt, closedAt, calledAt } = facts;
  return playbooks.flatMap((playbook) => {
    const since = calledAt[playbook.id] ?? openedAt;
    return playbook.steps.flatMap((step) => {
      const tick = done.find((each) => each.playbook === playbook.id && each.no === step.no);
      const at = tick?.doneAt ?? null;
      const own = spansAsking(spans, since, at);
      const due = dueAt(own, (level) => step.deadlineMinutes[level], at ?? closedAt);
      const held = hold(at, due, now, closedAt !== null);
      const { action: text, mandatory } = step;
      const by = tick?.doneBy ?? null;
      return step.phase === REVIEWING && at === null
        ? []
        : [{ playbook: playbook.name, text, mandatory, held, by }];
    });
  });
}

function answerOf({ playbooks, done, drafts, published }: CourseFacts): Course['answer'] {
  const answering = done.filter((tick) =>
    playbooks
      .find(({ id }) => id === tick.playbook)
      ?.steps.some(({ no, phase }) => no === tick.no && phase === ANSWERING),
  );
  const first = (times: readonly Instant[]) => Math.min(...times);
  const [out, ticked] = [first(published.map(({ at }) => at)), first(answering.map(({ doneAt }) => doneAt))];
  if (published.length > 0 && out <= ticked) return { at: out, by: 'published' };
  if (answering.length > 0) return { at: ticked, by: 'step' };
  return drafts.length > 0 ? { at: first(drafts.map(({ at }) => at)), by: 'draft' } : null;
}

function linesOf(facts: CourseFacts, done: ReturnType<typeof stepsOf>): readonly CourseLine[] {
  const { firstPost, changes, deliveries, confirmations, drafts, published } = facts;
  const blank = { level: null, who: null, text: null, held: null, people: [], rung: [], joined: null };
  const told = deliveries.toSorted((a, b) => a.at - b.at).slice(0, 1);
  const lines: readonly CourseLine[] = [
    ...(firstPost ? [{ ...blank, at: firstPost.at, kind: 'first-post' } as const] : []),
    ...(firstPost ? [{ ...blank, at: firstPost.storedAt, kind: 'stored' } as const] : []),
    ...changes.filter(({ kind }) => TOLD.some((each) => each === kind)).map(lineOf),
    ...told.map(({ at, channel }) => ({ ...blank, at, kind: 'told', who: channel }) as const),
    ...confirmations.map(({ at, by }) => ({ ...blank, at, kind: 'confirmed', who: by }) as const),
    ...done.flatMap(({ held, text, by }) =>
      held.at === null ? [] : [{ ...blank, at: held.at, kind: 'step', who: by, text, held } as const],
    ),
    ...drafts.map(({ at, title, by }) => ({ ...blank, at, kind: 'draft', who: by, text: title }) as const),
    ...published.map(
      ({ at, title, by }) => ({ ...blank, at, kind: 'published', who: by, text: title }) as const,
    ),
  ];
  const rank = (kind: CourseKind) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return lines.toSorted((a, b) => a.at - b.at || rank(a.kind) - rank(b.kind));
}

function lineOf(change: CourseFacts['changes'][number]): CourseLine {
  const { at, kind, to, actor, note, people, rung, joined } = change;
  const text = kind === 'recorded' ? note : null;
  return { at, kind: kind as CourseKind, level: to, who: actor, text, held: null, people, rung, joined };
}

function clocksOf(
  facts: CourseFacts,
  spans: readonly LevelSpan[],
  answer: Course['answer'],
): readonly ReviewClock[] {
  const { openedAt, closedAt, firstPost, confirmations, now } = facts;
  const bound = (phase: string, at: Instant | null) =>
    hold(
      at,
      dueAt(spans, (level) => SLA_MINUTES[level][phase] ?? null, at ?? closedAt),
      now,
      closedAt !== null,
    );
  const free = (at: Instant | null) => hold(at, null, now, closedAt !== null);
  const told = facts.deliveries.length > 0 ? Math.min(...facts.deliveries.map(({ at }) => at)) : null;
  const confirmedAt = confirmations[0]?.at ?? null;
  return [
    { name: 'noticed', from: firstPost?.at ?? null, held: free(openedAt) },
    { name: 'told', from: openedAt, held: free(told) },
    { name: 'confirmed', from: openedAt, held: bound('研判', confirmedAt) },
    { name: 'answered', from: confirmedAt ?? openedAt, held: bound('首次回应', answer?.at ?? null) },
    { name: 'closed', from: openedAt, held: free(closedAt) },
  ];
}
