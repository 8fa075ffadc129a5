import { expect, test } from 'vitest';
import { evaluateNear, nearTable } from '../../server/stories/evaluate-near.ts';

const FIRST = '城北供热公司凌晨抢修主管网，三个小区两千多户停暖，预计晚上八点前恢复供热，热线已经增派人手。';
const OTHER = '青禾水务集团今天发布公告，因河东路管道改造，学府街以南明天上午九点起停水，请居民提前储水。';

const pair = (kind: string, label: number, text: string, text_b: string) => ({ kind, label, text, text_b });

test('copies are told from others by themselves, and found beside all the rest', () => {
  const pairs = [
    pair('suffix_ad', 1, FIRST, `${FIRST}关注我们，了解更多本地消息。`),
    pair('suffix_ad', 1, OTHER, OTHER.slice(0, 8)),
    pair('neg_random', 0, FIRST, OTHER),
    { task: 'same_event', label: 1, text: OTHER, text_b: OTHER },
  ];
  const reports = evaluateNear('made', pairs);
  expect(reports).toEqual([
    { set: 'made', kind: 'suffix_ad', copies: true, pairs: 2, taken: 1, found: 1 },
    { set: 'made', kind: 'neg_random', copies: false, pairs: 1, taken: 0, found: 0 },
    { set: 'made', kind: 'same_event, yes', copies: null, pairs: 1, taken: 1, found: 1 },
  ]);
  expect(nearTable(reports).split('\n').slice(2)).toEqual([
    '| made | suffix_ad | 2 | 50.00 | 50.00 |  |  |',
    '| made | neg_random | 1 |  |  | 0.00 |  |',
    '| made | same_event, yes | 1 |  |  |  | 100.00 |',
  ]);
});
