import { describe, expect, test } from 'vitest';
import { checkStatement, fillStatement } from '../../../server/core/playbook/statement-check.ts';

const template = {
  title: '关于{{ event }}的通报',
  body: '截至{{event_time}}，{{event}}正在核查。咨询电话{{hotline}}。',
};

describe('a statement before it is handed in', () => {
  test('has its values put in, and names each variable once that has none', () => {
    expect(fillStatement(template, { event: ' 河西区停暖 ', event_time: '7时', hotline: '  ' })).toEqual({
      title: '关于河西区停暖的通报',
      body: '截至7时，河西区停暖正在核查。咨询电话{{hotline}}。',
      missing: ['hotline'],
    });
    expect(fillStatement(template, {}).missing).toEqual(['event', 'event_time', 'hotline']);
  });

  test('a value may hold braces of its own', () => {
    const { body, missing } = fillStatement(template, {
      event: '{{event_time}}',
      event_time: '7时',
      hotline: '96',
    });
    expect(body).toBe('截至7时，{{event_time}}正在核查。咨询电话96。');
    expect(missing).toEqual([]);
  });

  test.each([
    ['我们高度重视，将尽快查明', ['banned 尽快']],
    ['个别用户反映的情况绝对没有', ['banned 绝对没有', 'banned 个别用户']],
    ['请联系负责人 13812345678', ['personal 13812345678']],
    ['请联系负责人138 1234 5678', ['personal 138 1234 5678']],
    ['当事人身份证11010519900307765X', ['personal 11010519900307765X']],
    ['涉事车辆鲁A·12345已停运', ['personal 鲁A·12345']],
    ['服务热线96778，投诉电话0531-88881234或400-800-1234', []],
    ['单号2026112513812345678901已退款', []],
    ['我们在11月25日7时30分完成抢修，下次通报时间为10时', []],
  ])('%s: %j', (body, found) => {
    const told = checkStatement({ title: '', body, missing: [] }).map(
      ({ kind, words }) => `${kind} ${words}`,
    );
    expect(told).toEqual(found);
  });

  test('what is missing is told first', () => {
    const told = checkStatement({ title: '尽快', body: '', missing: ['event'] });
    expect(told).toEqual([
      { kind: 'unfilled', words: 'event' },
      { kind: 'banned', words: '尽快' },
    ]);
  });
});
