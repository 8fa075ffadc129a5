import type { Level } from '../risk/grade.ts';
import { MINUTE } from '../time.ts';
import { type ClaimState, claimsBy, type Drill, type DrillEvent, doneOf, injectsBy } from './drill.ts';
import { type InjectKind, isMany, type Question } from './scenario.ts';

/** Who did it, and what the drill's clock showed, in milliseconds. */
export interface DoneBy {
  readonly by: string;
  readonly drillAt: number;
}

/** A question without what would give its answer away. */
export interface SeenQuestion {
  readonly text: string;
  readonly role: string;
  readonly dueAt: number;
  readonly many: boolean;
  /** `place`: what an answer names it by. */
  readonly options: readonly { readonly place: number; readonly text: string }[];
}

export interface SeenInject {
  readonly id: string;
  readonly at: number;
  readonly kind: InjectKind;
  readonly from: string;
  readonly text: string;
  readonly ask: SeenQuestion | null;
  readonly answer: (DoneBy & { readonly options: readonly number[] }) | null;
}

export interface SeenClaim {
  readonly id: string;
  readonly text: string;
  readonly state: ClaimState;
  readonly done: DoneBy | null;
}

/** What the team sees: what came so far, and what it did. Nothing of what is to come, and nothing of what is right. */
export interface TeamView {
  readonly injects: readonly SeenInject[];
  readonly claims: readonly SeenClaim[];
  readonly acknowledged: DoneBy | null;
  readonly level: (DoneBy & { readonly level: Level }) | null;
  readonly playbook: (DoneBy & { readonly id: string }) | null;
  readonly steps: readonly (DoneBy & { readonly playbook: string; readonly no: number })[];
  readonly statements: readonly (DoneBy & { readonly title: string; readonly body: string })[];
  /** Everything in its order. */
  readonly log: readonly DrillEvent[];
}

export function seenOf(drill: Drill, elapsed: number): TeamView {
  const { events, plan } = drill;
  const done = <T>(of: DoneBy & { act: T }) => ({ by: of.by, drillAt: of.drillAt });
  const first = doneOf(events, 'acknowledged')[0];
  const level = doneOf(events, 'level').at(-1);
  const playbook = doneOf(events, 'playbook').at(-1);
  return {
    injects: injectsBy(plan.scenario, elapsed).map(({ id, at, kind, from, text, ask }) => {
      const answer = doneOf(events, 'answer').findLast(({ act }) => act.inject === id);
      return {
        id,
        at: at * MINUTE,
        kind,
        from,
        text,
        ask: ask ? seenQuestion(ask, at) : null,
        answer: answer ? { ...done(answer), options: answer.act.options } : null,
      };
    }),
    claims: claimsBy(plan.scenario, elapsed).map(({ id, text }) => {
      const set = doneOf(events, 'claim').findLast(({ act }) => act.claim === id);
      return { id, text, state: set?.act.state ?? 'unverified', done: set ? done(set) : null };
    }),
    acknowledged: first ? done(first) : null,
    level: level ? { ...done(level), level: level.act.level } : null,
    playbook: playbook ? { ...done(playbook), id: playbook.act.playbook } : null,
    steps: stepsDone(events),
    statements: doneOf(events, 'statement').map((each) => ({
      ...done(each),
      title: each.act.title,
      body: each.act.body,
    })),
    log: events,
  };
}

function stepsDone(events: readonly DrillEvent[]): TeamView['steps'] {
  const last = new Map(
    doneOf(events, 'step').map((each) => [`${each.act.playbook} ${each.act.no}`, each] as const),
  );
  return [...last.values()]
    .filter(({ act }) => act.done)
    .map(({ by, drillAt, act: { playbook, no } }) => ({ by, drillAt, playbook, no }));
}

function seenQuestion(ask: Question, at: number): SeenQuestion {
  const { text, role, within, options } = ask;
  return {
    text,
    role,
    dueAt: (at + within) * MINUTE,
    many: isMany(ask),
    options: shownOrder(options),
  };
}

/**
 * Scenario files list the right ones first, since that reads best there: shown, they stand in an order that has nothing
 * to do with it and is always the same, so that two people speak of the same third option.
 */
function shownOrder(options: Question['options']): SeenQuestion['options'] {
  return options
    .map(({ text }, place) => ({ place, text, key: scattered(text) }))
    .sort((a, b) => a.key - b.key || a.place - b.place)
    .map(({ place, text }) => ({ place, text }));
}

/** FNV-1a over the letters. */
function scattered(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
