import { describe, expect, test } from 'vitest';
import { type CourseFacts, courseOf } from '../../../server/core/review/course.ts';
import { isOverdue, NO_REVIEW, questionsOf, revise, verdictIn } from '../../../server/core/review/review.ts';
import { MINUTE } from '../../../server/core/time.ts';
import foodSafety from '../../../server/playbooks/food-safety.ts';

const T = 1_800_000_000_000;
const at = (minutes: number) => T + minutes * MINUTE;

type Change = CourseFacts['changes'][number];
const change = (parts: Pick<Change, 'at' | 'kind' | 'to' | 'actor'> & Partial<Change>): Change => ({
  note: null,
  people: [],
  rung: [],
  joined: null,
  ...parts,
});

describe('how an alert went', () => {
  const book = foodSafety;
  const answering = book.steps.find(({ phase }) => phase === '回应');
  const first = book.steps.find(({ phase }) => phase !== '回应');
  const facts: CourseFacts = {
    openedAt: T,
    closedAt: at(600),
    calledAt: {},
    now: at(9_000),
    firstPost: { at: at(-25), storedAt: at(-20) },
    changes: [
      change({ at: T, kind: 'opened', to: 'III', actor: 'system' }),
      change({ at: at(30), kind: 'raised', to: 'I', actor: 'system' }),
      change({ at: at(31), kind: 'commented', to: 'I', actor: '陈' }),
      change({ at: at(500), kind: 'lowered', to: 'III', actor: '陈' }),
      change({ at: at(600), kind: 'closed', to: 'III', actor: '陈' }),
    ],
    confirmations: [{ at: at(12), by: '陈' }],
    deliveries: [
      { channel: '短信', at: at(3) },
      { channel: '值班群', at: at(1) },
    ],
    playbooks: [book],
    done: [
      { playbook: book.id, no: answering?.no ?? 0, doneAt: at(105), doneBy: '李' },
      { playbook: book.id, no: first?.no ?? 0, doneAt: at(2), doneBy: '陈' },
    ],
    drafts: [{ title: '情况说明', at: at(70), by: '李' }],
    published: [],
  };

  test('is told in order, with each step held against its clock', () => {
    const { lines, steps, missed } = courseOf(facts);
    expect(lines.map(({ kind }) => kind)).toEqual([
      'first-post',
      'stored',
      'opened',
      'told',
      'step',
      'confirmed',
      'raised',
      'draft',
      'step',
      'lowered',
      'closed',
    ]);
    expect(lines[3]).toMatchObject({ who: '值班群', at: at(1) });
    // The review itself is not asked for: it is what is read.
    const asked = book.steps.filter(({ phase }) => phase !== '复盘');
    expect(steps).toEqual({ inTime: 1, late: 1, undone: asked.length - 2 });
    expect(missed.length).toBeGreaterThan(0);
  });

  test('holds the steps of a playbook that was called for late against the time since then', () => {
    const first = book.steps[0]!;
    const ticked = [{ playbook: book.id, no: first.no, doneAt: at(402), doneBy: '陈' }];
    const course = (calledAt: CourseFacts['calledAt']) => courseOf({ ...facts, calledAt, done: ticked });
    expect(first.deadlineMinutes.I).toBeLessThan(300);
    expect(course({}).steps).toMatchObject({ inTime: 0, late: 1 });
    expect(course({ [book.id]: at(400) }).steps).toMatchObject({ inTime: 1, late: 0 });
  });

  test('says who was woken, who was not reached, whose it became and what was recorded', () => {
    const by = { to: 'I', actor: 'tingchao' } as const;
    const rung = [{ channel: '机器人', state: 'trying' }] as const;
    const { lines } = courseOf({
      ...facts,
      deliveries: [],
      changes: [
        change({ at: T, kind: 'opened', ...by, rung }),
        change({ at: at(5), kind: 'escalated', ...by, people: ['周雪（经理）'], rung }),
        change({ at: at(6), kind: 'repeated', ...by }),
        change({ at: at(7), kind: 'assigned', to: 'I', actor: '陈', people: ['李强'] }),
        change({ at: at(8), kind: 'recorded', to: 'I', actor: '陈', note: 'deaths=1' }),
        change({ at: at(9), kind: 'commented', to: 'I', actor: '陈', note: '看一下' }),
      ],
    });
    const found = lines.filter(
      ({ kind }) => !['first-post', 'stored', 'confirmed', 'step', 'draft'].includes(kind),
    );
    expect(
      found.map(({ kind, people, text, rung: missed }) => [kind, ...people, text, missed.length]),
    ).toEqual([
      ['opened', null, 1],
      ['escalated', '周雪（经理）', null, 1],
      ['repeated', null, 0],
      ['assigned', '李强', null, 0],
      ['recorded', 'deaths=1', 0],
    ]);
  });

  test('who confirmed it again stands in the timeline, and the clock stops at the first', () => {
    const confirmations = [...facts.confirmations, { at: at(40), by: '李' }];
    const { lines, clocks } = courseOf({ ...facts, confirmations });
    expect(lines.filter(({ kind }) => kind === 'confirmed').map(({ who }) => who)).toEqual(['陈', '李']);
    expect(clocks.find(({ name }) => name === 'confirmed')?.held.at).toBe(at(12));
  });

  test('its clocks: noticed after 25 minutes, confirmed in time, answered 15 minutes late', () => {
    const { clocks, answer } = courseOf(facts);
    const named = Object.fromEntries(clocks.map((clock) => [clock.name, clock]));
    expect(named.noticed).toMatchObject({ from: at(-25), held: { at: T, state: 'unbounded' } });
    expect(named.told).toMatchObject({ held: { at: at(1) } });
    // Yellow allows 30 minutes to assess.
    expect(named.confirmed).toMatchObject({ held: { dueAt: at(30), state: 'in-time' } });
    // Red allows an hour to answer, from when it was red; yellow's four hours end later.
    expect(named.answered).toMatchObject({
      from: at(12),
      held: { at: at(105), dueAt: at(90), state: 'late', lateMinutes: 15 },
    });
    expect(answer).toEqual({ at: at(105), by: 'step' });
    expect(courseOf({ ...facts, done: [] }).answer).toEqual({ at: at(70), by: 'draft' });
    expect(courseOf({ ...facts, done: [], drafts: [] }).answer).toBeNull();
  });

  test('what went out is the answer, unless the step was ticked before', () => {
    const published = (minute: number) => [{ title: '情况说明', at: at(minute), by: '李' }];
    const early = courseOf({ ...facts, published: published(80) });
    expect(early.answer).toEqual({ at: at(80), by: 'published' });
    expect(early.clocks.find(({ name }) => name === 'answered')?.held.state).toBe('in-time');
    expect(early.lines.find(({ kind }) => kind === 'published')).toMatchObject({
      at: at(80),
      text: '情况说明',
    });
    expect(courseOf({ ...facts, published: published(110) }).answer).toEqual({ at: at(105), by: 'step' });
    expect(courseOf({ ...facts, done: [], published: published(110) }).answer?.by).toBe('published');
  });
});

describe('what people conclude', () => {
  const cause = { playbook: null, question: 'cause', text: '冷柜没有报警' };
  const gap = { playbook: 'PB01', question: '停售封存是否早于首发？', text: '晚了半小时' };
  const input = { status: 'working', falseAlarm: null, answers: [cause, gap] } as const;
  const begun = revise(NO_REVIEW, input, { by: '陈', now: at(0) });

  test('only what somebody changed bears their name', () => {
    const answers = [
      { ...cause, text: ' 冷柜没有报警 ' },
      { ...gap, text: '晚了四十分钟' },
    ];
    const next = revise(begun, { ...input, answers }, { by: '李', now: at(9) });
    expect(next.answers).toEqual([
      { ...cause, by: '陈', at: at(0) },
      { ...gap, text: '晚了四十分钟', by: '李', at: at(9) },
    ]);
    expect(next).toMatchObject({ version: 2, updatedBy: '李', updatedAt: at(9) });
  });

  test('an empty answer is taken back, one that was not asked for stays', () => {
    const next = revise(begun, { ...input, answers: [{ ...cause, text: ' ' }] }, { by: '李', now: at(9) });
    expect(next.answers).toEqual([{ ...gap, by: '陈', at: at(0) }]);
  });

  test('is done only with a cause, unless it was a false alarm', () => {
    const done = { status: 'done', falseAlarm: null, answers: [gap] } as const;
    const who = { by: '陈', now: at(0) };
    expect(() => revise(NO_REVIEW, done, who)).toThrow(/cause/);
    expect(revise(NO_REVIEW, { ...done, falseAlarm: true }, who).status).toBe('done');
    expect(revise(begun, done, who).status).toBe('done');
  });

  test('every playbook asks its own beside what is always asked', () => {
    const asked = questionsOf([{ id: 'PB01', review: ['为什么？'] }]);
    expect(asked.map(({ question }) => question)).toEqual(['cause', 'well', 'gap', '为什么？']);
  });

  test('a review calls the alert what it concludes when it is finished, or judged otherwise', () => {
    const open = { status: 'working', falseAlarm: true } as const;
    const done = { ...open, status: 'done' } as const;
    expect(verdictIn(open, open)).toBeNull();
    expect(verdictIn(open, { status: 'done', falseAlarm: null })).toBeNull();
    expect(verdictIn(open, done)).toBe('false_alarm');
    expect(verdictIn(done, done)).toBeNull();
    expect(verdictIn(done, { status: 'done', falseAlarm: false })).toBe('closed');
  });

  test('a measure is overdue once its time has passed and nobody did it', () => {
    expect(isOverdue({ dueAt: at(0), doneAt: null }, at(1))).toBe(true);
    expect(isOverdue({ dueAt: at(0), doneAt: null }, at(0))).toBe(false);
    expect(isOverdue({ dueAt: at(0), doneAt: at(5) }, at(9))).toBe(false);
  });
});
