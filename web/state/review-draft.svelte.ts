import { untrack } from 'svelte';
import type { Question, Review, ReviewInput, ReviewScreen } from '../api/reviews.ts';
import { leftOf } from '../typed.ts';

const keyOf = ({ playbook, question }: Question): string => `${playbook ?? ''} ${question}`;

/** What somebody writes of a review: kept while others save, with what those wrote beside it. */
export function reviewDraft(screen: () => ReviewScreen) {
  let read = $state.raw<Review>(untrack(() => screen().review));
  let typed = $state<Record<string, string>>({});
  let judged = $state<boolean | null>(untrack(() => screen().review.falseAlarm));
  let theirs = $state.raw<Review | null>(null);

  const storedText = (review: Review, question: Question): string =>
    review.answers.find((answer) => keyOf(answer) === keyOf(question))?.text ?? '';

  const changed = (question: Question): boolean => {
    const text = typed[keyOf(question)];
    return text !== undefined && text !== storedText(read, question);
  };
  return {
    get judged(): boolean | null {
      return judged;
    },
    set judged(value: boolean | null) {
      judged = value;
    },
    /** Set while somebody else saved and the draft was not saved since. */
    get theirs(): Review | null {
      return theirs;
    },
    get version(): number {
      return read.version;
    },
    text: (question: Question): string => typed[keyOf(question)] ?? storedText(read, question),
    type(question: Question, text: string): void {
      typed[keyOf(question)] = text;
    },
    answer: (question: Question) => read.answers.find((answer) => keyOf(answer) === keyOf(question)),
    /** What the other wrote where it is not what stands in the field. */
    other(question: Question): string | null {
      if (theirs === null || !changed(question)) return null;
      const text = storedText(theirs, question);
      return text === typed[keyOf(question)] ? null : text;
    },
    /** Only what was typed: what others wrote meanwhile is not sent back as one's own. */
    input(status: ReviewInput['status']): ReviewInput {
      const answers = screen()
        .questions.filter(changed)
        .map((question) => ({ ...question, text: typed[keyOf(question)] ?? '' }));
      return { status, falseAlarm: judged, answers };
    },
    /** Somebody else saved: the fields stay as they were typed, the rest is theirs. */
    meet(stored: Review): void {
      if (judged === read.falseAlarm) judged = stored.falseAlarm;
      read = stored;
      theirs = stored;
    },
    /** All that stands in the form: what is about to be sent. */
    get sent() {
      return { typed: { ...typed }, judged };
    },
    /** It was saved as it was sent, or nothing was typed: what is stored counts, but for what was typed since. */
    take(stored: Review, sent = { typed: { ...typed }, judged }): void {
      read = stored;
      if (judged === sent.judged) judged = stored.falseAlarm;
      theirs = null;
      typed = leftOf(typed, sent.typed);
    },
    get dirty(): boolean {
      return judged !== read.falseAlarm || screen().questions.some(changed);
    },
  };
}
