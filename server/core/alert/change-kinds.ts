import type { AlertChange, AlertChangeKind, LoweringChange, Verdict } from './alert.ts';

/** By these people are asked to confirm an alert, again where somebody did before. */
export const ASKING_KINDS = [
  'opened',
  'raised',
  'surged',
  'graver',
] as const satisfies readonly AlertChangeKind[];

export function asksToConfirm(kind: string): boolean {
  return ASKING_KINDS.some((each) => each === kind);
}

/** What was found led to these, and they are news that may ring. */
export const FINDING_KINDS = [
  'opened',
  'raised',
  'surged',
  'graver',
  'playbook',
] as const satisfies readonly AlertChangeKind[];

export function isNews(kind: AlertChange['kind'] | AlertChangeKind): boolean {
  return FINDING_KINDS.some((each) => each === kind);
}

/** By these an alert comes to a level, or back to it. */
export const RISE_KINDS = ['opened', 'raised', 'returned'] as const satisfies readonly AlertChangeKind[];

/** Only these move the level, besides the opening. Of two alerts that become one the graver level goes on. */
export const LEVEL_MOVES = [
  'raised',
  'returned',
  'lowered',
  'merged',
] as const satisfies readonly AlertChangeKind[];

/** Whoever closes an alert, calls it false or joins it to another has seen it. */
const ANSWER_KINDS = [
  'acknowledged',
  'closed',
  'false_alarm',
  'merged',
] as const satisfies readonly AlertChangeKind[];

export function isAnswer(kind: string): boolean {
  return ANSWER_KINDS.some((each) => each === kind);
}

export function isVerdict(kind: string): kind is Verdict {
  return kind === 'closed' || kind === 'false_alarm';
}

/**
 * What becomes of an alert by people's hands. It rings nobody; programs that keep an alert open until they hear of it
 * are notified through the channels by which they heard of the alert.
 */
export const FOLLOWED = [
  'acknowledged',
  'lowered',
  'closed',
  'false_alarm',
  'merged',
  'reopened',
] as const satisfies readonly AlertChangeKind[];
export type Followed = (typeof FOLLOWED)[number];

export function isFollowed(kind: AlertChangeKind | 'test'): kind is Followed {
  return FOLLOWED.some((each) => each === kind);
}

/** After these an alert is over. */
export const OVER = ['closed', 'false_alarm', 'merged'] as const satisfies readonly Followed[];

export function isOver(kind: AlertChangeKind | 'test'): boolean {
  return OVER.some((each) => each === kind);
}

/** These only ask for somebody who confirms. */
const PASSING_KINDS = ['escalated', 'repeated'] as const satisfies readonly AlertChangeKind[];

export function isPassing(kind: AlertChangeKind): boolean {
  return PASSING_KINDS.some((each) => each === kind);
}

/** By these somebody turns to somebody, or a program hears what people did: they say nothing new about the alert. */
export const NO_RINGS = [
  'assigned',
  'commented',
  'statement-submitted',
  ...FOLLOWED,
] as const satisfies readonly AlertChangeKind[];

/** Whether who is told of it is rung for the alert itself. */
export function isRing(kind: AlertChangeKind): boolean {
  return !NO_RINGS.some((each) => each === kind);
}

/** What changes on the way down without anybody saying so. */
const LOWERING_KINDS = [
  'calming',
  'lower-proposed',
  'close-proposed',
  'lower-withdrawn',
] as const satisfies readonly LoweringChange['kind'][];

export function isLowering(change: AlertChange): change is LoweringChange {
  return LOWERING_KINDS.some((each) => each === change.kind);
}
