import { hitsOf } from './hits.ts';
/**
 * Who comes off worse where a text holds two named things against each other. Names are handed in as one
 * private-use character each, so that a pattern sees them as one sign.
 */
export interface Comparison {
  /** Sign of the better and of the worse; null where it is not named: "还不如XX". */
  readonly better: string | null;
  readonly worse: string | null;
}

/** Signs for names: the first is the subject of a watch, the others its rivals. */
export const NAME_SIGN = 0xe000;
const LAST_SIGN = 0xe0ff;

const W = '([\\ue000-\\ue0ff])';
const OUT = '[^。!?\\n\\ue000-\\ue0ff]';
const IN = '[^,。!?\\n\\ue000-\\ue0ff]';
const BEATS = '(?:吊打|秒杀|碾压|完胜|完爆|甩开?|胜过|强过|好过|优于|强于)';
const LESS =
  '(?:不如|比不上|比不了|不及|赶不上|跟不上|比不过|输给|干不过|不敌|没法[跟和与]|不能[跟和与]|差过)';

type ReadHit = (hit: RegExpExecArray) => Comparison | null;

const PATTERNS: readonly (readonly [RegExp, ReadHit])[] = [
  // A(被B)吊打(B)
  [new RegExp(`${W}${IN}{0,6}?被${W}${IN}{0,6}?${BEATS}`, 'g'), ([, a, b]) => pair(b, a)],
  [new RegExp(`${W}${IN}{0,8}?${BEATS}${IN}{0,6}?${W}`, 'g'), ([, a, b]) => pair(a, b)],
  // A不如B, 还不如B
  [
    new RegExp(`(?:${W}${OUT}{0,14}?)?${LESS}${IN}{0,5}?${W}`, 'g'),
    (hit) => (isTakenBack(hit) ? null : pair(hit[2], hit[1])),
  ],
  // A连B都不如
  [new RegExp(`(?:${W}${OUT}{0,14}?)?连${W}[都也](?:${LESS}|赶不上|没法比)`, 'g'), ([, a, b]) => pair(b, a)],
  // A没有B好
  [
    new RegExp(`(?:${W}${OUT}{0,14}?)?没有?${W}(?:${IN}{0,6})`, 'g'),
    ([whole, a, b]) => (verdict(afterLast(whole)) > 0 ? pair(b, a) : null),
  ],
  // 比起B,A差远了; 跟B比起来A好多了
  [
    new RegExp(
      `(?:比起|相比于?|相较于?|(?:跟|和|与|同)(?=${W}${IN}{0,4}?(?:相比|比)))${W}${IN}{0,8}?,?(?:${W})?${OUT}{0,14}`,
      'g',
    ),
    ([whole, , b, a]) => judged(a, b, verdict(afterLast(whole).replace(/^[^,]{0,3}?(?:相比|比)起?来?/, ''))),
  ],
  // A比B好用多了; 比B差远了
  [
    new RegExp(
      `(?:${W}${OUT}{0,14}?)?(?<![价对相占无好])比(?![较如赛例起不])${IN}{0,5}?${W}${OUT}{0,14}`,
      'g',
    ),
    ([whole, a, b]) =>
      EARLIER.test(whole) || (a === undefined && !FAR.test(whole))
        ? null
        : judged(a, b, verdict(afterLast(whole))),
  ],
];
const EARLIER = /以前|之前|上一?代|老款|旧款|旧版|去年|往年|原来|从前|想象|预期|早先|上次/;
const NOW = /现在|如今|眼下|今年/;
/** Against a thing that is not named only a clear verdict counts: 比暖气还热 is a manner of speaking. */
const FAR = /多了|太多|得多|远了|[百十]倍|条街|不是一点|不止一点|不说|到哪去/;
const ANY = /比|不如|不及|不上|没|吊打|秒杀|碾压|完胜|完爆|甩|胜过|过|于|输给|不敌|没法|不能/;

/** Every comparison of a text, in order of the patterns; a name held against itself is none. */
export function comparisonsIn(signed: string): readonly Comparison[] {
  if (!ANY.test(signed)) return [];
  const found: Comparison[] = [];
  for (const [pattern, read] of PATTERNS) {
    for (const hit of hitsOf(pattern, signed)) {
      const comparison = read(hit);
      if (comparison !== null && comparison.better !== comparison.worse) found.push(comparison);
    }
  }
  return found;
}

const NO_LESS = new RegExp(`(?:没|没有|从不|绝不|不会|不是)${LESS}`);
const WHO_SAYS = /谁说|哪有|怎么(?:会|可能)|难道/;

/** 没输给B, 谁说A不如B, 以前A不如B,现在好多了. */
function isTakenBack({ 0: whole, index, input }: RegExpExecArray): boolean {
  const end = index + whole.length;
  const ahead = /[^,。!?\n]*$/.exec(input.slice(0, index))?.[0] ?? '';
  const behind = /^[^。!?\n]*/.exec(input.slice(end))?.[0] ?? '';
  if (NO_LESS.test(whole) || WHO_SAYS.test(ahead + whole)) return true;
  return EARLIER.test(ahead + whole) && NOW.test(behind);
}

function pair(better: string | undefined, worse: string | undefined): Comparison {
  return { better: better ?? null, worse: worse ?? null };
}

function judged(a: string | undefined, b: string | undefined, verdict: number): Comparison | null {
  if (verdict === 0) return null;
  return verdict > 0 ? pair(a, b) : pair(b, a);
}

const BAD = /差|烂|慢|贵|难|吵|糟|垃圾|坑|弱|低|不行|不好|卡|脏|小气|费劲|好不到|好不了|落后|逊色|拉胯|麻烦/;
const GOOD =
  /好|强|快|便宜|划算|稳|省|香|靠谱|清爽|实惠|高|舒服|轻|耐|大方|厉害|方便|贴心|专业|干净|值|棒|优/;

/** Which way the first word of judgement points. */
function verdict(tail: string): number {
  const bad = BAD.exec(tail)?.index ?? Number.POSITIVE_INFINITY;
  const good = GOOD.exec(tail)?.index ?? Number.POSITIVE_INFINITY;
  if (bad === good) return 0;
  return bad <= good ? -1 : 1;
}

function afterLast(whole: string): string {
  for (let at = whole.length - 1; at >= 0; at--) {
    const unit = whole.charCodeAt(at);
    if (unit >= NAME_SIGN && unit <= LAST_SIGN) return whole.slice(at + 1);
  }
  return whole;
}
