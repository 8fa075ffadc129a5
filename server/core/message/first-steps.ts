import { stamp } from '../finding/english-words.ts';
import { ROLES } from '../playbook/crisis-desk.ts';
import { momentWord } from '../quantity-words.ts';
import type { AskedStep } from '../review/next-step.ts';
import { type Instant, startOfDay } from '../time.ts';

const MAX_STEPS = 3;

/** Of the steps not done, of whichever playbook, those due first: the first is the next one on the alert's page. */
export function stepsDue(asked: readonly AskedStep[], count = MAX_STEPS): readonly AskedStep[] {
  return asked
    .filter(({ doneAt }) => doneAt === null)
    .sort((a, b) => a.dueAt - b.dueAt)
    .slice(0, count);
}

/** By China's clock, with the day where it is another one: a message is read at another minute than it was sent. */
function clockWord(due: Instant, at: Instant): string {
  const moment = momentWord(due);
  return startOfDay(due) === startOfDay(at) ? (moment.split(' ')[1] ?? moment) : moment;
}

/** What is to be done first, by when and by whom: "11:02 前，舆情值班分析师：…", overdue "应在 10:52 前，…". */
export function firstSteps(asked: readonly AskedStep[], at: Instant): readonly string[] {
  return stepsDue(asked).map(({ step, dueAt }) => {
    const role = ROLES[step.role]?.zh ?? step.role;
    return `${dueAt < at ? '应在 ' : ''}${clockWord(dueAt, at)} 前，${role}：${step.action}`;
  });
}

/** The same in English, but for what to do, which is in the playbook's own words. */
export function englishSteps(
  asked: readonly AskedStep[],
  at: Instant,
): readonly { readonly before: string; readonly action: string }[] {
  return stepsDue(asked).map(({ step, dueAt }) => ({
    before: `${dueAt < at ? 'Was due by' : 'By'} ${stamp(dueAt)}, ${ROLES[step.role]?.en ?? step.role}: `,
    action: step.action,
  }));
}
