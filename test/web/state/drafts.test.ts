import { afterEach, describe, expect, test } from 'vitest';
import { changesOf, type TypedStatement } from '../../../web/statement-changes.ts';
import { room, state } from '../../support/runes.ts';

type Values = Readonly<Record<string, string>>;
interface Text {
  readonly title: string;
  readonly body: string;
}
interface Kept {
  readonly values: Values;
  readonly wording: Text | null;
}
interface Drafts {
  of(alertId: number, template: string): Values;
  write(alertId: number, template: string, change: readonly [string, string], stored: Values): void;
  wording(alertId: number, template: string): Text | null | undefined;
  reword(alertId: number, template: string, wording: Text | null, stored: Text | null): void;
  typed(alertId: number, template: string): TypedStatement;
  settle(alertId: number, template: string, sent: TypedStatement, stored: Kept): void;
  drop(alertId: number, template: string): void;
}
const { drafts } = await state<{ drafts: Drafts }>('drafts');

afterEach(() => drafts.drop(2, 'T1'));
const write = (name: string, value: string, stored: Values = {}): void =>
  drafts.write(2, 'T1', [name, value], stored);
const typed = () => drafts.typed(2, 'T1');

describe('the draft of a statement that is being saved', () => {
  test('is gone once it is saved', () => {
    write('time', '七时');
    drafts.reword(2, 'T1', { title: '通报', body: '七时' }, null);
    drafts.settle(2, 'T1', typed(), { values: { time: '七时' }, wording: { title: '通报', body: '七时' } });
    expect(typed()).toEqual({ values: {}, wording: undefined, seen: {}, seenWording: null });
  });

  test('keeps what was typed meanwhile, in the gaps that were sent and in others', () => {
    write('time', '七时');
    write('place', '云川');
    const sent = typed();
    write('time', '七时五分');
    write('cause', '阀门老化');
    const stored = { values: { time: '七时', place: '云川' }, wording: null };
    drafts.settle(2, 'T1', sent, stored);
    expect(drafts.of(2, 'T1')).toEqual({ time: '七时五分', cause: '阀门老化' });
    // It goes on from what was just saved: nobody else's.
    expect(changesOf(typed(), stored, false).was).toEqual({ time: '七时', place: '云川' });
  });

  test('keeps the text that was reworded meanwhile, or put back', () => {
    const [first, second] = [
      { title: '通报', body: '七时' },
      { title: '通报', body: '七时五分' },
    ];
    drafts.reword(2, 'T1', first, null);
    const sent = typed();
    drafts.reword(2, 'T1', second, null);
    drafts.settle(2, 'T1', sent, { values: {}, wording: first });
    expect(typed()).toMatchObject({ wording: second, seenWording: first });
    const again = typed();
    drafts.reword(2, 'T1', null, first);
    drafts.settle(2, 'T1', again, { values: {}, wording: second });
    expect(typed()).toMatchObject({ wording: null, seenWording: second });
  });
});

describe('a gap that two people fill in', () => {
  const theirs = { values: { time: '同事写的', place: '云川' }, wording: null };

  test('is sent as it was at the first key, whatever the page has loaded since; the others as they are shown', () => {
    write('time', '七', { time: '六时' });
    write('time', '七时', theirs.values);
    expect(changesOf(typed(), theirs, false)).toMatchObject({
      values: { time: '七时', place: '云川' },
      was: { time: '六时', place: '云川' },
    });
  });

  test('that was empty then was seen empty', () => {
    write('time', '七时', {});
    expect(changesOf(typed(), theirs, false).was).toEqual({ place: '云川' });
  });

  test('is written over by whoever was told and wants to', () => {
    write('time', '七时', {});
    expect(changesOf(typed(), theirs, true)).toMatchObject({
      values: { time: '七时', place: '云川' },
      was: theirs.values,
    });
  });

  test('is treated as the whole text is, where that was reworded', () => {
    const [mine, other] = [
      { title: '通报', body: '我的' },
      { title: '通报', body: '同事的' },
    ];
    drafts.reword(2, 'T1', mine, null);
    drafts.reword(2, 'T1', mine, other);
    const kept = { values: {}, wording: other };
    expect(changesOf(typed(), kept, false)).toMatchObject({ wording: mine, wasWording: null });
    expect(changesOf(typed(), kept, true)).toMatchObject({ wording: mine, wasWording: other });
    drafts.drop(2, 'T1');
    expect(changesOf(typed(), kept, false)).toMatchObject({ wording: other, wasWording: other });
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
