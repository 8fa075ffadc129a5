import type { Severity } from '../../core/reading/analysis.ts';
import { hitsOf } from '../../core/reading/hits.ts';
import { clauseAt } from '../clauses.ts';
import type { Reading } from '../reading.ts';
import { negationsIn } from '../sentiment.ts';
import { KIND } from '../terms.ts';

/**
 * What may stand between a denial and the event that it denies: 没有任何人受伤, 未发现食物中毒. Past anything else the
 * denial is of something else: 没系安全带撞死人, 再不发工资我就跳楼.
 */
const BETWEEN = new RegExp(
  `^(?:${[
    '有|人|任何|什么|发生|出现|造成|证据|表明|显示|迹象|引发|引起|导致|发现|存在|接到|听说|所谓|再|一[个例起人名位]|个|情况',
    '集体|大规模|大面积|看[到见]|见到|听到|机组|人员|乘客|旅客|游客|群众|员工|学生|孩子|老人|顾客|居民|伤亡|和|或|及|新增|被|会|是|算|构成|涉及|属于|因此|因|过',
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

/** 不是没有: one negation right behind another takes it back. */
const TAKEN_BACK = /^(?:是|会|有|可能|能)?$/;
/** 没有一天不, 无一不, 不等于没有: the second negation takes the first back. */
const TWICE =
  /(?:没有?|无)(?:[一哪谁任][^,。!?、]{0,4}|人)?(?:不|没有?)[^,。!?、]{0,2}$|(?:不(?:等于|代表|是说|相信|信|敢说|一定|见得)|未必|没说|没人说)[^,。!?、]{0,3}(?:没有?|不是|不会)[^,。!?、]{0,5}$/;
const FAR = 20;
/** 没有爆炸、火灾和人员伤亡: what one denial lists. */
const LISTED = /[^、,。!?]{1,6}(?:、|和|或者?|及|与)/g;

/**
 * As `denies`, but by the last negation alone, since those before it deny something else: 没炸过没漏过. It reaches
 * through a list. Asked after the models, which learnt from the other.
 */
export function deniesByLast(reading: Reading, from: number, to: number): boolean {
  const negations = negationsIn(reading, Math.max(from, to - FAR), to);
  const last = negations.at(-1);
  if (last === undefined) return false;
  const endOf = (at: number) => reading.of(KIND.negation).find(({ start }) => start === at)?.end ?? to;
  const before = negations.at(-2);
  if (before !== undefined && TAKEN_BACK.test(reading.text.slice(endOf(before), last))) return false;
  if (TWICE.test(reading.text.slice(Math.max(from, to - FAR), to))) return false;
  const gap = reading.text.slice(endOf(last), to);
  if (BETWEEN.test(gap)) return true;
  return gap.includes('、') && BETWEEN.test(gap.replaceAll(LISTED, ''));
}

// 网上说停电了，其实没有停电: only handed on, and denied in the end.
const HEARD = /(?:网上|有人|大家|都|朋友圈?|群里|邻居|传言|谣言)[^,。!?]{0,3}[说传]|网传|听说|以为|谣传/;

/** Whether what is told at an offset is told as hearsay. */
export function isHeard(reading: Reading, at: number): boolean {
  return HEARD.test(reading.text.slice(clauseAt(reading, at).start, at));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** 景区声明无人受伤，可我同学躺在骨科: what is told past a turn is not what was denied before it. */
const TURN =
  /(?:^|[,。!?;:])[^,。!?;:]{0,4}(?:可(?![以能是见靠爱惜怜])|可是|但|却|然而|实际|其实|事实|结果|明明|亲眼)|(?:^|[,。!?;:])我(?:家|们|妈|爸|同学|朋友|亲眼|自己)/;

/** Whether something is told on the other side of a turn from a denial. */
export function contradicted(reading: Reading, denied: Span, told: Span): boolean {
  if (overlap(denied, told)) return false;
  if (told.start < denied.start && isHeard(reading, told.start)) return false;
  const [first, second] = denied.start < told.start ? [denied, told] : [told, denied];
  return TURN.test(reading.text.slice(first.end, second.start));
}

/** What tells of each, in words that a denial may stand before. */
const TELLING: ReadonlyMap<Severity, RegExp> = new Map([
  [
    'food_poisoning',
    /中毒|拉过?肚|拉稀|闹过?肚|腹泻|腹痛|上吐下泻|吐(?!槽|露)|便秘|过敏|吃坏|不舒服|上火|异物|蟑螂|变质/g,
  ],
  ['fire_explosion', /[着起失]过?火|火灾|爆炸|炸|爆燃|冒烟|泄漏|漏[气电]|塌/g],
  ['injury', /受伤|伤(?!心)|抽搐|过敏|烂脸|发烧|昏|晕|骨折|烫|摔/g],
  ['death', /死|伤亡|人命|去世|遇难/g],
  ['mass_incident', /挤兑|聚集|踩踏|冲突/g],
  ['fraud', /跑路|暴雷|爆雷|倒闭|被骗|挪用/g],
]);
const DENIED_BEFORE =
  /(?:没(?!想|准)有?|未|不(?!得|停|断|仅|但|止|光|知|小心)|无(?!故|缘)|并非)(?:再|曾|有过?|发生过?|出现过?|任何|什么|人员?|是|会|也){0,3}$/;

/** Whether every word of a text that may tell of a category stands behind a denial of its own. */
export function deniesAll({ text }: Reading, category: Severity): boolean {
  const telling = TELLING.get(category);
  if (telling === undefined) return false;
  const hits = hitsOf(telling, text);
  return (
    hits.length > 0 &&
    hits.every(({ index }) => DENIED_BEFORE.test(text.slice(Math.max(0, index - 8), index)))
  );
}
