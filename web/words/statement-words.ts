import type { AlertScreen } from '../api.ts';
import type { Approval } from '../api-statements.ts';

/** Names of one person: written wide or narrow, in capitals or not. */
export function isSamePerson(one: string, other: string): boolean {
  const key = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  return key(one) !== '' && key(one) === key(other);
}

/** How many are still to approve it. */
export function approversLeft({ needed, decisions }: Approval): number {
  return Math.max(0, needed - decisions.filter(({ approves }) => approves).length);
}

/** As the server asks for: orange and red take two people besides the author, the others one. */
export function neededFor(level: AlertScreen['alert']['level']): number {
  return level === 'I' || level === 'II' ? 2 : 1;
}

/** The newest one of a template that was not taken back; none: nothing was handed in. */
export function standingOf(approvals: readonly Approval[], template: string): Approval | undefined {
  return approvals.find((each) => each.template === template && each.state !== 'withdrawn');
}
