import { describe, expect, test } from 'vitest';
import { statedFigures } from '../../../server/core/playbook/stated-figures.ts';

const told = (text: string, records = {}) =>
  statedFigures(text, records).map(({ fact, words, stated }) => `${fact} ${stated} ${words}`);
const holds = (text: string, records: Record<string, number>) =>
  statedFigures(text, records).map((each) => each.holds);

describe('the figures of a statement', () => {
  test.each([
    ['事故造成3人死亡、5人受伤。', ['dead 3 3人死亡', 'injured 5 5人受伤']],
    ['截至7时，死亡人数升至12人', ['dead 12 死亡人数升至12人']],
    ['两名工人不幸遇难', ['dead 2 两名工人不幸遇难']],
    ['重伤2人、轻伤3人，均已送医', ['injured 5 重伤2人、轻伤3人']],
    ['事故1死3伤', ['dead 1 1死3伤', 'injured 3 1死3伤']],
    ['现场无人员伤亡', ['dead 0 无人员伤亡', 'injured 0 无人员伤亡']],
    ['未造成人员受伤', ['injured 0 未造成人员受伤']],
    ['有无人员伤亡正在核实', []],
    ['影响用户约3,200户', ['affected_users 3200 用户约3,200户']],
    ['本次停暖涉及三个小区，约１.2万户居民', ['affected_users 12000 约1.2万户居民']],
    ['停暖影响3200户，其中1200户已恢复', ['affected_users 3200 3200户']],
    ['我们走访了320户居民', []],
    ['11月25日7时起停暖约5小时', ['outage_minutes 300 约5小时']],
    ['供水中断1小时20分', ['outage_minutes 80 1小时20分']],
    ['停电持续45分钟，预计2小时内恢复', ['outage_minutes 45 45分钟']],
    ['中断将在30分钟后结束', []],
    ['24小时收到投诉312件', ['complaints_24h 312 投诉312件']],
    ['今年收到投诉312件', []],
    ['网传“3人中毒身亡”的说法不属实', ['rumour_disproved 1 不属实']],
    ['该消息是否属于谣言，正在核查', []],
    ['经排查，确认部分会员信息泄露', ['leak_sample_verified 1 确认部分会员信息泄露']],
    ['我们收到市场监管局的行政处罚决定', ['penalty_notice 1 收到市场监管局的行政处罚决定']],
    ['请拨打96778，10时再通报。', []],
  ])('%s: %j', (text, found) => {
    expect(told(text)).toEqual(found);
  });

  test('are held against what is recorded, and against nothing where nothing is', () => {
    expect(statedFigures('造成3人死亡', { dead: 4 })).toEqual([
      { fact: 'dead', words: '3人死亡', stated: 3, recorded: 4, holds: 'differs' },
    ]);
    expect(statedFigures('造成3人死亡', {})).toMatchObject([{ recorded: null, holds: 'unrecorded' }]);
    expect(holds('造成3人死亡', { dead: 3 })).toEqual(['agrees']);
    expect(holds('无人员伤亡', { dead: 0, injured: 2 })).toEqual(['agrees', 'differs']);
    expect(holds('此说法不属实', { rumour_disproved: 0 })).toEqual(['differs']);
  });

  test.each([
    ['影响3200户', 3200, 'agrees'],
    ['影响3200户', 3201, 'differs'],
    ['影响约3200户', 3240, 'agrees'],
    ['影响约3200户', 3300, 'differs'],
    ['影响1.2万户', 12_034, 'agrees'],
    ['影响1.2万户', 13_000, 'differs'],
    ['影响3200余户', 3250, 'agrees'],
    ['影响3200余户', 3190, 'differs'],
    ['影响超3000户', 3800, 'agrees'],
    ['影响超3000户', 12_000, 'differs'],
    ['影响近百户', 88, 'agrees'],
    ['影响近百户', 140, 'differs'],
    ['影响至少200户', 900, 'agrees'],
  ])('%s beside %d recorded: %s', (text, affected_users, holding) => {
    expect(holds(text, { affected_users })).toEqual([holding]);
  });

  test('an hour is rounded, a minute is not', () => {
    expect(holds('停暖5小时', { outage_minutes: 310 })).toEqual(['agrees']);
    expect(holds('停暖5小时', { outage_minutes: 340 })).toEqual(['differs']);
    expect(holds('停暖300分钟', { outage_minutes: 310 })).toEqual(['differs']);
    expect(holds('停暖5小时10分', { outage_minutes: 310 })).toEqual(['agrees']);
  });
});
