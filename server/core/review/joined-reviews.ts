import type { Instant } from '../time.ts';
import { type Answer, type Review, sameQuestion } from './review.ts';

/** Of two reviews one: both answers to a question stand, the earlier one first. Done only where both are. */
export function joinReviews(
  one: Review,
  other: Review,
  who: { readonly by: string; readonly at: Instant },
): Review {
  const rest = other.answers.filter((each) => !one.answers.some((answer) => sameQuestion(answer, each)));
  const begun = [one, other].filter(({ version }) => version > 0);
  return {
    status: begun.every(({ status }) => status === 'done') ? 'done' : 'working',
    version: Math.max(one.version, other.version) + 1,
    falseAlarm: one.falseAlarm ?? other.falseAlarm,
    answers: [...one.answers.map((answer) => together(answer, other.answers)), ...rest],
    updatedAt: who.at,
    updatedBy: who.by,
  };
}

function together(answer: Answer, others: readonly Answer[]): Answer {
  const same = others.find((each) => sameQuestion(each, answer));
  if (same === undefined || same.text === answer.text) return answer;
  const [first, last] = answer.at <= same.at ? [answer, same] : [same, answer];
  return { ...last, text: `${first.text}\n\n${last.text}` };
}
