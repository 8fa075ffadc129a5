import type { AlertChangeKind } from './alert.ts';

/**
 * What becomes of an alert by people's hands. It rings nobody; programs that keep an alert open until they hear of it are
 * told through the channels by which they heard of the alert.
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
export const OVER: readonly Followed[] = ['closed', 'false_alarm', 'merged'];

export function isOver(kind: AlertChangeKind | 'test'): boolean {
  return isFollowed(kind) && OVER.includes(kind);
}
