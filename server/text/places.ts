import type { Reading } from './reading.ts';

/** Words that close the name of a place below the city. */
const ENDINGS =
  /(?:小区|花园|家园|新村|公寓|庄园|雅苑|嘉园|佳苑|名苑|新城|广场|大道|街道|社区|胡同|[一-鿿]苑|[华王公御]府|区|县|镇|路|街|巷|里|村|乡|庭)$/;
/** By unit: 1 for what a name can end in. */
const LAST = flags('区园村寓庄苑城场道同府县镇路街巷乡庭');
// A name needs something of its own before the ending; these are only pointers and qualities.
const NAMELESS =
  /^(?:影响|进入|导致|居民|住宅|安置|安置房|公交|感谢|相信|恳请|希望|请求|请|通过|然后|周围|留在|大型|小型|所属|两旁|两侧|两边|贫困|脏乱差|配合|拜托|特|入驻|进出|回到|走上|境内|性质|干部|单位|全体|部分|各|各级|每|区|栋|号|期|二期|一期|三期|四期|正规|普通|物业|开发商|违建|违章|门口|门前|旁|边|沿线|当|现|原|所有|任何|其它|其他|不少|多数|大部分|个别|相邻|邻近|毗邻|临近|我|你|他|您|本人|经过|穿过|位于|住在|造成|污染|扰乱|占用|堵塞|封堵|我们?|你们?|他们?|她|咱们?|大家|自家|家|住|这个?|那个?|哪个?|某个?|一个|整个|各个?|每个?|本|该|此|全|多个?|几个?|有些|很多|许多|好多|好几个|其他|别的|老旧|老|新|旧|大|小|高档|普通|附近|周边|隔壁|对面|旁边|同一|两个|三个|同|在|到|从|是|的|了|和|与|及|或|跟|给|把|被|让|去|来|回|进|出|过|往|向|对|于|因|为|以|可|能|会|要|想|也|都|就|还|又|不|没|有|无|走|跑|修|堵|封|挖|占|停|开|跨|沿|靠|离|距|等|叫|说|看|问|找|个|地|得|着|市|省|县|镇|今年|去年|现在|今天|昨天|城市|农村|业主|物业|居民|住宅|封闭|文明|智慧|美丽|党群|服务|商业|休闲|步行|人行|高速|公|铁|马|道|线|思|出|问|套|一|上|下|中|前|后|内|外|里|东|西|南|北|左|右)$/;
// Whole words that look like places and are none.
// Kinds of roads and grounds, and what merely ends like a place.
const GENERIC =
  /(?:政府|线路|铁路|公路|道路|马路|水泥路|快速路|断头路|之路|闭路|绝路|支路|主路|辅路|农村|地区|宿舍区|家属区|控制区|安置区|保护区|城区|片区|景区|街区|家庭|城镇|乡镇|村镇|小镇|原村|全村|本村|跳广场|之城|大马路|小马路)$/;
const NO_PLACE =
  /^(?:小区|社区|地区|城区|市区|郊区|山区|景区|园区|校区|片区|厂区|辖区|灾区|疫区|专区|禁区|误区|战区|特区|盲区|库区|矿区|牧区|林区|老区|新区|大区|分区|时区|东区|西区|南区|北区|开发区|服务区|高新区|经开区|候车区|体验区|等候区|休息区|评论区|留言区|住宅区|居民区|生活区|商业区|工业区|保护区|自治区|小小区|道路|公路|马路|铁路|网路|线路|电路|思路|出路|套路|退路|走路|一路|问路|半路|迷路|高速公路|人行道|街道|大街|逛街|步行街|上街|这里|那里|哪里|家里|心里|手里|公里|农村|乡村|广场|花园|公园|校园|家园|菜园|果园|幼儿园|动物园|工业园|产业园|科技园|农贸市场|市场|现场|商场|超市|机场|操场|停车场|政府|市政府|区政府|县政府|学府|首府|城镇|乡镇|村镇|小镇|古镇|县城|新城|全城|同城|商城|家庭|法庭|胡同|公寓|渠道|知道|通道|味道|报道|频道|管道|轨道|隧道|车道|难道|跑道|一道|门道|街巷|小巷)$/;
const VERB_ROAD =
  /^(?:封|修|堵|让|过|占|引|带|指|筑|铺|养|开|停|认|顺|绕|拦|赶|改|断|探|进|出|逛|扫|游|压)[路街村区]$/;
const MAX_PLACE_LENGTH = 8;
const MAX_PLACES = 6;
/** Words remembered with what they look like. */
const REMEMBERED = 20_000;

/**
 * Districts, estates, streets named in a text, each once, in order: 铁西区, 阳光小区, 和平路. A bare
 * 小区 or 我们小区 names nothing.
 */
export function placesOf({ words: { ends }, text }: Reading): string[] {
  const found: string[] = [];
  const wordAt = (at: number) => text.slice(ends[at - 1] ?? 0, ends[at]);
  for (let at = 0; at < ends.length && found.length < MAX_PLACES; at++) {
    if (LAST[text.charCodeAt((ends[at] as number) - 1)] === 0) continue;
    if ((looksOf(wordAt(at)) & LOOK.closes) === 0) continue;
    const name = nameEnding(wordAt, at, ends.length);
    if (name !== null && !found.includes(name)) found.push(name);
  }
  return found;
}

/** The name whose last word is the one at `at`: at most two words before an ending that has no name itself. */
function nameEnding(wordAt: (at: number) => string, at: number, count: number): string | null {
  const word = wordAt(at);
  const said = looksOf(word);
  if ((said & (LOOK.han | LOOK.verb | LOOK.generic)) !== LOOK.han) return null;
  // 幸福|家园|小区: the longer name comes with the next word.
  if (at + 1 < count && word.length > 1 && (looksOf(wordAt(at + 1)) & LOOK.estate) !== 0) return null;
  if (word.length >= 3 && (said & LOOK.none) === 0) return word;
  let name = word;
  for (let back = at - 1; back >= 0 && back >= at - 2; back--) {
    const part = wordAt(back);
    const looks = looksOf(part);
    if ((looks & (LOOK.han | LOOK.nameless | LOOK.none)) !== LOOK.han) break;
    if (name.length + part.length > MAX_PLACE_LENGTH) break;
    name = part + name;
    if (part.length >= 2 && (looks & LOOK.ending) === 0) break;
  }
  return name.length >= word.length + 2 && !GENERIC.test(name) ? name : null;
}

/** What a word looks like, as far as names of places go. */
const LOOK = {
  han: 1,
  verb: 2,
  generic: 4,
  none: 8,
  nameless: 16,
  estate: 32,
  ending: 64,
  closes: 128,
} as const;
const LOOKS: readonly (readonly [look: number, pattern: RegExp])[] = [
  [LOOK.han, /^[\u4e00-\u9fff]+$/],
  [LOOK.verb, VERB_ROAD],
  [LOOK.generic, GENERIC],
  [LOOK.none, NO_PLACE],
  [LOOK.nameless, NAMELESS],
  [LOOK.estate, /^(?:小区|社区|街道|公寓)$/],
  [LOOK.ending, /^(?:家园|花园|新村|公寓|嘉园|佳苑|雅苑|名苑|新城)$/],
  [LOOK.closes, ENDINGS],
];
const looked = new Map<string, number>();

function looksOf(word: string): number {
  const known = looked.get(word);
  if (known !== undefined) return known;
  let looks = 0;
  for (const [look, pattern] of LOOKS) if (pattern.test(word)) looks |= look;
  if (looked.size >= REMEMBERED) looked.clear();
  looked.set(word, looks);
  return looks;
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (const each of characters) table[each.charCodeAt(0)] = 1;
  return table;
}
