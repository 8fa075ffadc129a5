import { describe, expect, test } from 'vitest';
import {
  APPROVAL_STATES,
  type Approval,
  decided,
  demandGivenWay,
  demandReady,
  demandState,
  givingWay,
  neededFor,
  underLevel,
} from '../../../server/core/playbook/approval.ts';
import { LEVELS } from '../../../server/core/risk/grade.ts';

const statement = (parts: Partial<Approval> = {}): Approval => ({
  id: 1,
  alertId: 1,
  template: 'PB01-T1',
  title: '通报',
  body: '正在核查',
  level: 'II',
  needed: 2,
  waiver: null,
  state: 'in_review',
  submittedAt: 0,
  submittedBy: '王敏',
  writtenBy: null,
  decisions: [],
  publications: [],
  ...parts,
});
const yes = (by: string) => ({ by, at: 1, approves: true, note: null });

describe('approving a statement', () => {
  test('orange and red take two besides the author, the others one', () => {
    expect(LEVELS.map((level) => [level, neededFor(level)])).toEqual(
      LEVELS.map((level) => [level, level === 'I' || level === 'II' ? 2 : 1]),
    );
  });

  test('who wrote it approves it no more than who handed it in', () => {
    const written = statement({ writtenBy: '周雪' });
    for (const by of ['周雪', '王敏'])
      expect(() => decided(written, { by, approves: true })).toThrow(
        expect.objectContaining({ code: 'own_statement' }),
      );
    expect(decided(written, { by: '李', approves: true })).toBe('in_review');
  });

  test('a level that asks for more takes as many; a lower one no fewer, and what is out stays out', () => {
    const one = statement({ level: 'III', needed: 1, state: 'approved', decisions: [yes('李')] });
    expect(underLevel(one, 'I')).toEqual({ needed: 2, state: 'in_review' });
    expect(underLevel({ ...one, decisions: [yes('李'), yes('周')] }, 'I')).toEqual({
      needed: 2,
      state: 'approved',
    });
    expect(underLevel({ ...one, state: 'in_review' }, 'II')).toEqual({ needed: 2, state: 'in_review' });
    expect(underLevel(one, 'III')).toBeNull();
    expect(underLevel(statement(), 'IV')).toBeNull();
    for (const state of ['published', 'returned', 'withdrawn'] as const)
      expect(underLevel({ ...one, state }, 'I')).toBeNull();
  });

  test('it is approved when as many approve as it takes, and one who returns it is enough', () => {
    expect(decided(statement(), { by: '李', approves: true })).toBe('in_review');
    expect(decided(statement({ decisions: [yes('李')] }), { by: '张', approves: true })).toBe('approved');
    expect(decided(statement({ needed: 1 }), { by: '李', approves: true })).toBe('approved');
    expect(decided(statement({ decisions: [yes('李')] }), { by: '张', approves: false })).toBe('returned');
  });

  test.each(['王敏', ' 王敏 ', '王敏　'])('%j, who wrote it, has no say', (by) => {
    expect(() => decided(statement(), { by, approves: true })).toThrow(
      expect.objectContaining({ code: 'own_statement' }),
    );
    expect(() => decided(statement(), { by, approves: false })).toThrow(
      expect.objectContaining({ code: 'own_statement' }),
    );
  });

  test('nobody decides twice, however they write their name', () => {
    const once = statement({ decisions: [yes('Ａnna')] });
    expect(() => decided(once, { by: 'anna ', approves: true })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });

  test.each(APPROVAL_STATES.filter((state) => state !== 'in_review'))(
    'none that is %s is decided on',
    (state) => {
      expect(() => decided(statement({ state }), { by: '李', approves: true })).toThrow(
        expect.objectContaining({ code: 'conflict', details: { state } }),
      );
      expect(() => demandState(statement({ state }), [state])).not.toThrow();
    },
  );
});

describe('handing a statement in', () => {
  const [gap, word] = [
    { kind: 'unfilled', words: 'hotline' },
    { kind: 'banned', words: '尽快' },
  ] as const;

  test('takes a reason for what was found, and none for what is missing', () => {
    expect(() => demandReady([], null)).not.toThrow();
    expect(() => demandReady([word], '引用原话')).not.toThrow();
    const refused = expect.objectContaining({ code: 'statement_not_ready', details: { faults: [word] } });
    expect(() => demandReady([word], null)).toThrow(refused);
    expect(() => demandReady([gap, word], '引用原话')).toThrow(
      expect.objectContaining({ code: 'statement_not_ready' }),
    );
  });
});

describe('one that takes the place of another', () => {
  const all = APPROVAL_STATES.map((state, id) => statement({ id, state }));

  test('makes those of its template give way that are in review or approved', () => {
    const other = statement({ id: 9, template: 'PB01-T2' });
    expect(givingWay([other, ...all], 'PB01-T1').map(({ state }) => state)).toEqual([
      'in_review',
      'approved',
    ]);
  });

  test('says which one was seen; who does not look takes the place of whatever there is', () => {
    const standing = [statement({ id: 7 })];
    demandGivenWay(standing, undefined);
    demandGivenWay(standing, 7);
    demandGivenWay([], null);
    for (const [there, seen] of [
      [standing, null],
      [standing, 6],
      [[], 7],
    ] as const)
      expect(() => demandGivenWay(there, seen)).toThrow(expect.objectContaining({ code: 'overtaken' }));
  });
});
