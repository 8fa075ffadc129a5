import type { Amount } from './amounts.ts';
import type { Measure } from './measure.ts';
import { convert, isTime } from './numerals.ts';
import { compared, paidOut } from './promise-side.ts';

// How far a promise reaches to its amount, to what came of it, and to more that was promised with it.
const SAID_REACH = 18;
const BETWEEN = 32;
const AMOUNTS_BETWEEN = 3;
const BREATH = 40;

const FIRM = [
  '(?:说好|说定|讲好|谈好|定好|约好|约定|规定|承诺|答应|保证)[了的]?',
  '约的|号称|声称|宣称|报价|(?<!招)标价|标[注着明]|(?<![目商达招坐图超投指])标(?![准题签配志记语间本榜杆])|净含量|净重',
].join('|');
const PAPER = '宣传|底薪|广告(?!收入|费|位)|合同|协议|标准';
// 说 alone is a promise unless it is part of another word: 听说, 说实话.
const SAYS = '(?<![听据小传难再别来话俗常实虽])说(?!实话|真的|了(?!是)|[到起白法话服明清过不走得])(?:了?是)?';
const TOLD = [
  '[办装开]的是?|告诉我|告知|通知|[让叫](?:我们?|大家)[先再]?等(?!了)',
  '原定|原计划|原本|本来|最初|起初|预计|预估|应[该当]',
  '显示|写[着的了明]|(?:[上里]|页面|单)写',
  SAYS,
].join('|');
const SAID = new RegExp(
  `(?:(?:(?<firm>${FIRM})|${TOLD})(?<gap>[^。,!?:\\n]{0,12}:?)|(?:${PAPER})(?<close>[^。,!?:\\n]{0,7}:?))$`,
);
// Whose words are no promise of a service: 我说, 孩子说. 听客服说 is one.
const PRIVATE = new RegExp(
  [
    '(?:我们?|俺|咱们?|自己|[孩儿]子|宝宝|女儿|老[公婆]|[妈爸爷奶哥姐弟妹]',
    '|朋友|同[事学]|闺蜜|邻居|网友|大家|有人|人家)(?:[都也就还先想再跟]|一直|之前|开始)?$',
  ].join(''),
);
// What happened already, or is only wished for, was not promised: 说等了5分钟, 说想吃10元的.
const NO_PROMISE = /[了过](?!后)|[想希签买玩住花]|打算|准备|预算|排队|已|[据听]说/;
const OVER = /^(?:了|过去)/;

const OUTCOME = [
  '结果|却|实际|实测|其实|后来|竟|居然|没想到|硬是',
  '才|只|仅|也就|都|已经?|达?不到',
  '现在|到[手账店期现]|最[后终高多低]|买单|结账|[自实]?测(?:[出得速的]|下来)',
  '[等花用修停坐站开走跑卡收扣付交退赔给涨掉]了|[今已]经?天?第|这都第|拖了?|变[成为]?|[涨降]到',
  '跑出来?|[上过]秤|一称|称[了出下]|付款|发下来|缩水成?',
  '我家|[家屋]里|车厢里?|室内|卧室|客厅|账单|小票',
].join('|');
const CAME = new RegExp(`(?:${OUTCOME})[^。,!?\\n]{0,8}$`);
const PAID = /(?:[收扣付交退赔给返]|(?<!不)要(?!求))[^。,!?\n]{0,8}$/;
const CHARGED = /(?:[收扣要付交花]|结账|买单)(?:了|我|我们|走|费|取){0,3}[^,。!?\d]{0,4}$/;
// By how much more or less (多收了30), or what is still to come: not the outcome itself.
const DIFFERENCE = new RegExp(
  [
    '(?:(?<![最至])[多少]|[再另又]|额外)[收扣付交要花等出退赔]?了?[我你]?$',
    '[涨减省]了?$|补贴$|优惠$|便宜$|还[有剩差][^,。]{0,3}$',
  ].join('|'),
);
// Time that went by after a pause: 说5分钟到,半小时了还没影.
const PAUSED = /[,\s][^,。!?]{0,6}$/;
const WENT_BY = /^(?:了|过去|过了|后?[才就]|还)/;
const OF_ANOTHER = /(?:上一|别|另一|其[他它]|隔壁)家|别的/;
const BROKEN_OFF = /[:;]|[。!?\n](?!\s?(?:结果|实际|可|但|最[后终]|没想到|现在))/;

// 等了40分钟,说好的10分钟呢: the outcome first.
const HAD = /(?:[等花用收扣付拖测排]了?|实际|才)(?:我|我们)?[^,。!?\d]{0,4}$/;
const ONE_PAUSE = /^[^,。!?]{0,8}[,。!?][^,。!?]{0,4}$/;
const ASKED_FOR = /^[^,。!?]{0,4}(?:[呢吗啊]|[,。!?]|$)/;

/** Days. */
const MAX_DELIVERY_DAYS = 60;
const SERVED_IN = /^(?:之?内)?(?:发货|[送必]达|达(?![到成标])|送到|上门|到账|闪送|响应|回复)/;

// What follows a promised amount without a pause was promised with it: 100元押金3天退.
const SAME_BREATH = new RegExp(`^(?!.*(?:${OUTCOME}))[^。,!?\\n]{0,6}$`);

/** How an amount was promised. */
interface Said {
  readonly start: number;
  /** In so many words (说好, 承诺), not only told (预计, 显示). */
  readonly firm: boolean;
}

interface Promises {
  readonly found: Measure[];
  /** The amounts that they took. */
  readonly told: ReadonlySet<Amount>;
}

/**
 * What was promised and what came of it: 说好5分钟…等了10分钟. An outcome belongs to the promise before it, in the
 * unit of that; it is worse where it is more (time, price) or less (warmth, what is paid out, what lasts).
 */
export function promisesIn(text: string, amounts: readonly Amount[]): Promises {
  const found: Measure[] = [];
  const told = new Set<Amount>();
  const said: (Said | null)[] = [];
  for (const at of amounts.keys()) said.push(saidOf(text, amounts, at, said[at - 1] ?? null));
  const outcomes = outcomesOf(text, amounts, said);
  for (const [at, amount] of amounts.entries()) {
    const promise = said[at] ?? null;
    if (promise === null || told.has(amount)) continue;
    const outcome = outcomes[at] ?? earlierOf(text, amounts, at, promise, told);
    const measure = outcome && compared(text, promise.start, amount, outcome);
    if (!outcome || !measure) continue;
    found.push(measure);
    told.add(amount).add(outcome);
  }
  return { found, told };
}

/** How an amount was promised; one that follows another in the same breath was promised with it. */
function saidOf(text: string, amounts: readonly Amount[], at: number, last: Said | null): Said | null {
  const { start, end, form, unit } = amounts[at] as Amount;
  const before = text.slice(Math.max(amounts[at - 1]?.end ?? 0, start - SAID_REACH), start);
  if (form === 'named') return { start, firm: true };
  const hit = SAID.exec(before);
  if (hit === null) {
    if (last && start - last.start <= BREATH && SAME_BREATH.test(before)) return last;
    // 24小时发货, 30分钟送达: promised by its very name.
    const named = isTime(unit) && SERVED_IN.test(text.slice(end, end + 6)) && !HAD.test(before);
    return named ? { start, firm: false } : null;
  }
  const { firm, close, gap = close ?? '' } = hit.groups ?? {};
  const loose = firm === undefined && close === undefined;
  if (NO_PROMISE.test(gap) || (loose && PRIVATE.test(before.slice(0, hit.index)))) return null;
  // 超过预计3天了 tells what went by.
  if (OVER.test(text.slice(end, end + 2))) return null;
  return { start: start - before.length + hit.index, firm: firm !== undefined };
}

/** What came of each promise, the last first: one that was given anew has its outcome after the new one. */
function outcomesOf(
  text: string,
  amounts: readonly Amount[],
  said: readonly (Said | null)[],
): (Amount | null)[] {
  const outcomes: (Amount | null)[] = amounts.map(() => null);
  for (let at = amounts.length - 1; at >= 0; at--) {
    if (said[at]) outcomes[at] = outcomeOf(text, amounts, at, outcomes);
  }
  return outcomes;
}

/** The next comparable amount that is told as an outcome, and is no promise with an outcome of its own. */
function outcomeOf(
  text: string,
  amounts: readonly Amount[],
  at: number,
  outcomes: readonly (Amount | null)[],
): Amount | null {
  const promised = amounts[at] as Amount;
  for (let next = at + 1; next <= at + AMOUNTS_BETWEEN; next++) {
    const amount = amounts[next];
    if (amount === undefined || amount.start - promised.end > BETWEEN) return null;
    if (!comparable(promised, amount)) continue;
    const between = text.slice(promised.end, amount.start);
    if (outcomes[next] || BROKEN_OFF.test(between) || OF_ANOTHER.test(between)) return null;
    if (came(between, promised, amount, text)) return amount;
  }
  return null;
}

function came(between: string, promised: Amount, amount: Amount, text: string): boolean {
  if (promised.form === 'free') return CHARGED.test(between);
  // 等了半天 is any long while.
  if (text.startsWith('半天', amount.start)) return false;
  if (DIFFERENCE.test(between) && !paidOut(text.slice(Math.max(0, promised.start - 4), promised.start))) {
    return false;
  }
  if (CAME.test(between)) return true;
  if (!isTime(amount.unit)) return PAID.test(between);
  return PAUSED.test(between) && WENT_BY.test(text.slice(amount.end, amount.end + 3));
}

/** The amount before a promise, where it is what came of it. */
function earlierOf(
  text: string,
  amounts: readonly Amount[],
  at: number,
  { firm, start }: Said,
  told: ReadonlySet<Amount>,
): Amount | null {
  const [promised, amount] = [amounts[at] as Amount, amounts[at - 1]];
  if (!firm || amount === undefined || told.has(amount) || !comparable(promised, amount)) return null;
  if (start - amount.end > 12 || !ONE_PAUSE.test(text.slice(amount.end, start))) return null;
  const before = text.slice(Math.max(amounts[at - 2]?.end ?? 0, amount.start - 10), amount.start);
  return HAD.test(before) && ASKED_FOR.test(text.slice(promised.end, promised.end + 6)) ? amount : null;
}

/** A share of a price compares with its like alone; nothing free is what came of a promise. */
function comparable(promised: Amount, amount: Amount): boolean {
  if (amount.form === 'free' || (promised.form === 'share') !== (amount.form === 'share')) return false;
  const value = convert(amount.value, amount.unit, promised.unit);
  // 次日达用了三年 tells no delivery.
  if (value === null || promised.form !== 'named') return value !== null;
  return value > promised.value && value <= MAX_DELIVERY_DAYS;
}
