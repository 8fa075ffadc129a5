import { describe, expect, test } from 'vitest';
import { examineStatement } from '../../../server/core/playbook/examine-statement.ts';
import employee from '../../../server/playbooks/employee-misconduct.ts';
import rumour from '../../../server/playbooks/rumour.ts';
import outage from '../../../server/playbooks/service-outage.ts';

const faults = (body: string, playbooks = [outage], records: Record<string, number> = {}) =>
  examineStatement({ title: '关于停暖的通报', body }, { playbooks, records }).faults.map(
    ({ kind, words, why }) => [kind, words, ...(why === null ? [] : [why])].join(' '),
  );

describe('the words of a statement', () => {
  test('are looked at for gaps, unfit wording and personal data, in the title too', () => {
    const { faults: found } = examineStatement(
      { title: '【待定】通报', body: '我们将尽快联系13812345678' },
      { playbooks: [], records: {} },
    );
    expect(found).toEqual([
      { kind: 'unfilled', words: '【待定】', why: null },
      { kind: 'banned', words: '尽快', why: null },
      { kind: 'personal', words: '13812345678', why: null },
    ]);
  });

  test('that its playbook forbids are told with what it forbids by them', () => {
    expect(faults('正在全力抢修。')).toEqual(['forbidden 正在全力抢修 只说“正在抢修”无时间']);
    expect(faults('正在全力抢修，18时前恢复。')).toEqual([]);
    expect(faults('正在全力抢修。', [rumour])).toEqual([]);
    expect(faults('此事系其个人行为，个人行为与本公司无关', [employee])).toEqual([
      'forbidden 系其个人行为 与个人切割了事',
      'forbidden 与本公司无关 与个人切割了事',
    ]);
  });

  test('may deny a rumour once it is recorded as disproved', () => {
    const said = '网上的说法纯属谣言。';
    expect(faults(said, [rumour])).toEqual(['forbidden 纯属谣言 证据不足先否认']);
    expect(faults(said, [rumour], { rumour_disproved: 1 })).toEqual([]);
  });

  test('tell of dead and injured only what is recorded, of others nothing else than is recorded', () => {
    expect(faults('造成3人死亡')).toEqual(['figure 3人死亡']);
    expect(faults('造成3人死亡', [], { dead: 3 })).toEqual([]);
    expect(faults('没有人员伤亡')).toEqual([]);
    expect(faults('影响3200户')).toEqual([]);
    expect(faults('影响3200户', [], { affected_users: 5000 })).toEqual(['figure 3200户']);
  });
});
