import type { AlertScreen } from '../api/client.ts';
import type { Approval, StatedFigure } from '../api/statements.ts';
import type { Words } from './zh.ts';

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

export function recordWord(fact: string, words: Words): string {
  const records: Readonly<Record<string, string>> = words.codes.record;
  return records[fact] ?? fact;
}

/** Facts that are counted; the others are so or not. */
function isCount(fact: string): boolean {
  return ['dead', 'injured', 'affected_users', 'outage_minutes', 'complaints_24h'].includes(fact);
}

/** `dead=0, penalty_notice=1`, as an alert's history keeps what was recorded, in words. */
export function recordedWords(note: string, words: Words, exact: (count: number) => string): string {
  const say = words.statements.recorded;
  if (note === 'none') return say.none;
  const { colon, semicolon } = words.common;
  return note
    .split(', ')
    .map((each) => {
      const [, fact, value] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(each) ?? [];
      if (fact === undefined || value === undefined) return each;
      const told = isCount(fact) ? exact(Number(value)) : Number(value) > 0 ? say.yes : say.no;
      return `${recordWord(fact, words)}${colon}${told}`;
    })
    .join(semicolon);
}

/** How what a statement says agrees with what is recorded. Facts that are checked, not counted, are so or not. */
export function figureWord({ fact, holds, recorded }: StatedFigure, words: Words): string {
  const say = words.statements.figure;
  if (holds !== 'differs') return say[holds];
  return isCount(fact) ? say.differs(String(recorded)) : say.refuted;
}
