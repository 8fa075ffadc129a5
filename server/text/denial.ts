import type { Reading } from './reading.ts';
import { negationsIn } from './sentiment.ts';
import { KIND } from './terms.ts';

/**
 * What may stand between a denial and the event that it denies: 没有任何人受伤, 未发现食物中毒. Past anything else the
 * denial is of something else: 没系安全带撞死人, 再不发工资我就跳楼.
 */
const BETWEEN = new RegExp(
  `^(?:${[
    '有|人|任何|什么|发生|出现|造成|证据|表明|显示|迹象|引发|引起|导致|发现|存在|接到|听说|所谓|再|一[个例起人名位]|个|情况',
    '机组|人员|乘客|旅客|游客|群众|员工|学生|孩子|老人|顾客|居民|伤亡|和|或|及|新增|被|会|是|算|构成|涉及|属于|因此|因|过',
    '受到|遭|能|要|可能|想|到|真的?|重大|其[他它]|了|的|明显|严重|着|说|过去',
  ].join('|')})*$`,
);

/** Whether an odd number of negations in [from, to) reaches what begins at `to`. */
export function denies(reading: Reading, from: number, to: number): boolean {
  const negations = negationsIn(reading, from, to);
  if (negations.length % 2 === 0) return false;
  const last = negations.at(-1);
  const end = reading.of(KIND.negation).find(({ start }) => start === last)?.end ?? to;
  return BETWEEN.test(reading.text.slice(end, to));
}
