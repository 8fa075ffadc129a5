import type { Person } from './duty.ts';

/**
 * What becomes of an alert that somebody confirmed: they look into it, they wait and watch, or it is an incident, which
 * it stays until it is closed.
 */
export const PHASES = ['investigating', 'watching', 'incident'] as const;
export type Phase = (typeof PHASES)[number];

/** Who turns to somebody about an alert. */
export interface AlertRequest {
  readonly by: string;
  /** Who is to take it on; null: they are only spoken to, or nobody has it any more. */
  readonly to: string | null;
}

/** Whether people may move an alert on: an incident is not taken back, nothing is done twice. */
export function canMove(from: Phase | null, to: Phase): boolean {
  return from !== to && from !== 'incident';
}

/** People named as `@name` in a text, each once, in order; of two names that begin alike the longer one. */
export function mentionedIn<P extends Pick<Person, 'id' | 'name'>>(
  text: string,
  people: readonly P[],
): readonly P[] {
  const byLength = people.toSorted((one, other) => other.name.length - one.name.length);
  const found = new Set<P>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const named = byLength.find(({ name }) => text.startsWith(name, at + 1));
    if (named !== undefined) found.add(named);
  }
  return [...found];
}
