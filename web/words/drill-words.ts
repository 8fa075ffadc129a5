import type { DrillResult, ScoreLine } from '../api/drills.ts';
import { MINUTE } from '../time.ts';
import type { Words } from './zh.ts';

/** `12:05` of the drill's clock; hours only where there are any. */
export function drillClock(drillAt: number): string {
  const seconds = Math.floor(drillAt / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** How many whole minutes of real time a scenario takes. */
export function realMinutes(minutes: number, speed: number): number {
  return Math.max(1, Math.round(minutes / speed)) * MINUTE;
}

/** What a line of the score sheet asks for. */
export function lineWords({ ref }: ScoreLine, { plan }: DrillResult, t: Words): string {
  const say = t.drills;
  switch (ref.kind) {
    case 'level':
      return say.refLevel(t.codes.level[ref.level]);
    case 'step': {
      const step = plan.playbook.steps.find(({ no }) => no === ref.no);
      return say.refStep(ref.no, step?.action ?? '');
    }
    case 'answer':
      return plan.scenario.injects.find(({ id }) => id === ref.inject)?.ask?.text ?? ref.inject;
    case 'claim':
      return say.refClaim(plan.scenario.claims.find(({ id }) => id === ref.claim)?.text ?? ref.claim);
    case 'playbook':
      return `${say.refs.playbook}${t.common.colon}${plan.playbook.name}`;
    default:
      return say.refs[ref.kind];
  }
}

/** What was found in it; levels and playbooks by their names. */
export function faultWords({ faults }: ScoreLine, t: Words, bookName: (id: string) => string): string[] {
  return faults.map(({ kind, words }) => {
    const named =
      kind === 'above'
        ? t.codes.level[words as keyof typeof t.codes.level]
        : kind === 'detour'
          ? bookName(words)
          : words;
    return `${t.drills.faults[kind]}${t.common.colon}${named}`;
  });
}
