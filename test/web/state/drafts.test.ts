import { afterEach, describe, expect, test } from 'vitest';
import { room, state } from '../../support/runes.ts';

type Values = Readonly<Record<string, string>>;
interface Text {
  readonly title: string;
  readonly body: string;
}
interface Sent {
  readonly values: Values;
  readonly wording: Text | null | undefined;
}
interface Drafts {
  of(alertId: number, template: string): Values;
  write(alertId: number, template: string, changes: Values): void;
  wording(alertId: number, template: string): Text | null | undefined;
  reword(alertId: number, template: string, wording: Text | null): void;
  sent(alertId: number, template: string): Sent;
  settle(alertId: number, template: string, sent: Sent): void;
  drop(alertId: number, template: string): void;
}
const { drafts } = await state<{ drafts: Drafts }>('drafts');

describe('the draft of a statement that is being saved', () => {
  afterEach(() => drafts.drop(2, 'T1'));

  test('is gone once it is saved', () => {
    drafts.write(2, 'T1', { time: '七时' });
    drafts.reword(2, 'T1', { title: '通报', body: '七时' });
    drafts.settle(2, 'T1', drafts.sent(2, 'T1'));
    expect(drafts.of(2, 'T1')).toEqual({});
    expect(drafts.wording(2, 'T1')).toBeUndefined();
  });

  test('keeps what was typed meanwhile, in the gaps that were sent and in others', () => {
    drafts.write(2, 'T1', { time: '七时', place: '云川' });
    const sent = drafts.sent(2, 'T1');
    drafts.write(2, 'T1', { time: '七时五分', cause: '阀门老化' });
    drafts.settle(2, 'T1', sent);
    expect(drafts.of(2, 'T1')).toEqual({ time: '七时五分', cause: '阀门老化' });
  });

  test('keeps the text that was reworded meanwhile, or put back', () => {
    drafts.reword(2, 'T1', { title: '通报', body: '七时' });
    const sent = drafts.sent(2, 'T1');
    drafts.reword(2, 'T1', { title: '通报', body: '七时五分' });
    drafts.settle(2, 'T1', sent);
    expect(drafts.wording(2, 'T1')).toEqual({ title: '通报', body: '七时五分' });
    const again = drafts.sent(2, 'T1');
    drafts.reword(2, 'T1', null);
    drafts.settle(2, 'T1', again);
    expect(drafts.wording(2, 'T1')).toBeNull();
  });
});

interface Review {
  readonly version: number;
  readonly falseAlarm: boolean | null;
  readonly answers: readonly { readonly playbook: null; readonly question: string; readonly text: string }[];
}
interface ReviewDraft {
  judged: boolean | null;
  readonly dirty: boolean;
  readonly sent: unknown;
  text(question: object): string;
  type(question: object, text: string): void;
  take(stored: Review, sent?: unknown): void;
}
type OpenReview = (screen: () => { review: Review; questions: readonly object[] }) => ReviewDraft;
const { reviewDraft } = await state<{ reviewDraft: OpenReview }>('review-draft');

describe('the conclusions of a review that are being saved', () => {
  const cause = { playbook: null, question: 'cause' } as const;
  const course = { playbook: null, question: 'course' } as const;

  test('keep what was typed meanwhile', () => {
    const before: Review = { version: 1, falseAlarm: null, answers: [] };
    const screen = { review: before, questions: [cause, course] };
    const { made: draft, leave } = room.begin(() => reviewDraft(() => screen));
    draft.type(cause, '阀门');
    const { sent } = draft;
    draft.type(course, '七时停暖');
    draft.judged = false;
    draft.take({ version: 2, falseAlarm: null, answers: [{ ...cause, text: '阀门' }] }, sent);
    expect([draft.text(cause), draft.text(course), draft.judged]).toEqual(['阀门', '七时停暖', false]);
    expect(draft.dirty).toBe(true);
    const { sent: all } = draft;
    const answers = [
      { ...cause, text: '阀门' },
      { ...course, text: '七时停暖' },
    ];
    draft.take({ version: 3, falseAlarm: false, answers }, all);
    expect(draft.dirty).toBe(false);
    leave();
  });
});
