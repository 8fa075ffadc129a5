import { hitsOf } from '../../core/reading/hits.ts';
import { numeral } from '../../core/reading/numeral.ts';
import { askedOnce } from '../asked-once.ts';
import type { Measure } from './measure.ts';
import { rounded } from './numerals.ts';

/** Pieces, and weights that are ordered like them: how many of the first make one of the second. */
const PIECES = '[份个只件瓶盒包箱袋串片条双张]';
const WEIGHTS: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  斤: ['kg', 0.5],
  公斤: ['kg', 1],
  kg: ['kg', 1],
  克: ['gram', 1],
  g: ['gram', 1],
};
const NUMBER = '(?:\\d{1,4}(?:\\.\\d{1,2})?|[一二两三四五六七八九十百]{1,4})';
const UNIT = `${PIECES}|公斤|kg|斤|克|g`;
const ORDERED = '点了?|下单了?|买了?|订了?|拍了|要了|付了';
const CAME = [
  '(?:只|就|才|却|结果|居然|竟|实际|一共)?(?:送来|收到|到手|到货|送到|发来|发了|寄来|端上来|给了|拿到|装了)(?:只有|才|就|的是|了)?',
  '只(?:有|给|剩|送|到|装)了?|实际(?:只有)?|称(?:了|出|下)来?(?:只有|才|是)?|一称(?:只有|才|是)?|[上过]秤(?:只有|才)?|数了?(?:数|下|一下)?(?:只有|才)',
].join('|');
const FIRST = [
  `(?:${ORDERED})[^,。!?\\d一二两三四五六七八九十百]{0,4}(?<ordered>${NUMBER})(?<unit>${UNIT})(?![\\da-z])`,
  `(?<=^|[,。!?\\s的是])(?<packed>${NUMBER})(?<each>${PIECES})装`,
].join('|');
const PAIR = new RegExp(
  `(?:${FIRST})[^。!?]{0,14}?(?:${CAME})[^,。!?\\d]{0,4}?(?<came>${NUMBER})(?<same>${UNIT})(?![\\da-z])`,
  'g',
);
const mayTell = askedOnce(
  /送来|收到|到手|到货|送到|发来|发了|寄来|端上来|给了|拿到|装了|只[有给剩送到装]|实际|称|秤|数[了数下]/,
);
/** 发来2个差的: so many of them are bad, or came first, and others later. */
const OF_THEM = /^[^,。!?]{0,3}(?:坏|差|烂|破|碎|次|先|赠|免费)/;

const THINGS = /^[\u4e00-\u9fff]{2}$/;
const NO_THING = /^[了的呢吧还就也都还才来给其]/;

/** 买了3个包子,送来2个饮料券: what came is none of what was ordered. */
function isOther(after: string, told: string): boolean {
  return THINGS.test(after) && !NO_THING.test(after) && !told.includes(after);
}

/** What was ordered by the piece or by weight and what came of it: 点了10份，送来7份. */
export function countsIn(text: string): readonly Measure[] {
  if (!mayTell(text)) return [];
  return hitsOf(PAIR, text).flatMap((hit): readonly Measure[] => {
    const { ordered, packed, unit = '', each = '', came = '', same = '' } = hit.groups ?? {};
    const of = unit === '' ? each : unit;
    const [expected, actual] = [numeral(ordered ?? packed ?? ''), numeral(came)];
    const end = hit.index + hit[0].length;
    if (expected === null || actual === null || of !== same || expected === actual) return [];
    if (OF_THEM.test(text.slice(end, end + 6)) || isOther(text.slice(end, end + 2), hit[0])) return [];
    const [name, times] = WEIGHTS[of] ?? ['piece', 1];
    return [
      {
        kind: 'promise',
        about: 'other',
        start: hit.index,
        end,
        expected: rounded(expected * times),
        actual: rounded(actual * times),
        unit: name,
        worse: actual < expected,
        untaught: true,
      },
    ];
  });
}
