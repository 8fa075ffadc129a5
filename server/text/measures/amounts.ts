import { hitsOf } from '../../core/reading/hits.ts';
import { numeral } from '../../core/reading/numeral.ts';
import { convert, isTime, priceShare, rounded, unitOf } from './numerals.ts';

/** An amount as a text states it: 一个半小时 is 1.5 hour, 3块5 is 3.5 yuan, 免费 is 0 yuan. */
export interface Amount {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly unit: string;
  /**
   * `share` of a price (八折), `free` of charge, `guess` where a sum has no unit (收了200), `named` where a service is
   * named by its time (次日达); else `plain`.
   */
  readonly form: 'plain' | 'share' | 'free' | 'guess' | 'named';
  /** Written in a way that was not read when the models were taught. */
  readonly untaught: boolean;
}

// 1万5千, 2千8百, 10多万: figures and what they count in.
const SCALED = '[多余来]?[百千万亿](?:\\d{1,4}[十百千万]){0,3}(?:\\d{1,4}(?![\\d.,:十百千万亿]))?';
const FIGURES = `(?:\\d{1,3}(?:,\\d{3}){1,2}(?!\\d)|\\d{1,7}(?:\\.\\d{1,3})?(?:${SCALED})?)`;
// 百度 is where people look things up.
const HAN =
  '(?!百度)[一二两俩仨三四五六七八九十百千万半](?:[零〇一二两三四五六七八九十百千万亿]|[多余来](?=[万亿])){0,8}';
// No amount begins inside a number, a date or a time of day (3:20), nor after 第, 每 and what else names or repeats.
const NAMED = '(?<![第每某哪几这那]|最后|(?<![目当之以])前)';
const FIGURES_BEGIN = `(?<![\\d.:/a-z])(?<!\\d[,-])${NAMED}`;
const HAN_BEGIN = `(?<![\\d一二两俩仨三四五六七八九十百千万亿半周数多余])(?<!星期|一天|有(?=一天)|[上下](?=半))${NAMED}`;
const NUMBER = `(?:${FIGURES_BEGIN}${FIGURES}|${HAN_BEGIN}${HAN})`;
const UPPER = `(?:${FIGURES}|${HAN})`;

// A point in time (三天前, 2023年), an age or a kind of year is no length of time.
const NOT_AGO = '(?!多?[之以]?前)';
const TIME = [
  `秒钟?(?![杀懂回退到])${NOT_AGO}`,
  `(?:分钟|刻钟)${NOT_AGO}`,
  '分(?!之)',
  `小时(?![候工])${NOT_AGO}`,
  '(?<=\\d)(?:h|min)(?![a-z\\d])',
  `(?:钟头|工作日)${NOT_AGO}`,
  `天(?![天花津猫然河气空生]|到晚|晚上)${NOT_AGO}`,
  `周(?![末年岁边期围一二三四五六日])${NOT_AGO}`,
  `(?:星期|礼拜)(?![一二三四五六日天])${NOT_AGO}`,
  `(?<=个[多来]?|[半两俩仨])月(?![饼光球亮])${NOT_AGO}`,
  `年(?![级货底初代龄轻糕度纪费会卡薪终制年间\\d]|夜饭|[一二三四五六七八九十]{1,2}月)${NOT_AGO}`,
].join('|');
const WARMTH = '度(?![角数假过日电酒]|的?(?:白酒|近视|散光)|大?转)|摄氏度|℃|°c';
// 块 counts cakes as well as yuan.
const MONEY = [
  '元(?![旦宵素气老件月首])',
  '块钱',
  '块(?=[,。!?;:)\\s\\d一二两三四五六七八九毛角了的就也都才还起整多左以够搞全包结最却实]|$)',
  '毛(?![病巾衣肚血豆线笔孩利坯毯玻重])',
  '角(?![落度色逐质])',
  // 3k, 1.2w, unless of a screen or of those who watch it.
  '(?<=\\d)[kw](?![a-z\\d屏视电画分跑粉播点步人字公赞])',
].join('|');
const SIZE =
  '(?<=\\d)(?:km|kg|g)(?![a-z\\d])|公里(?!处)|千米|公斤|千克|(?<!公)斤(?!斤)|(?<![千毫])克(?![服隆制夫扣])';
const SHARE = '%|折(?![扣腾叠磨合断返旧])|兆|m(?![a-z\\d])';
const UNIT = `${TIME}|${WARMTH}|${MONEY}|${SIZE}|${SHARE}`;

const PLAIN = [
  '(?<below>零下|负|(?<!\\d)-)?',
  `(?:${NUMBER}个?(?:[-~到至]|(?:${UNIT})[-~至])(?<upper>${UPPER})|(?<single>${NUMBER}))`,
  `[多来余几]?个?(?<half>半)?[多来]?(?<unit>${UNIT})`,
  '(?<after>半(?![个年天小夜价路身]))?',
].join('');
// 3块5: the tenths go without their unit.
const TENTHS =
  '(?<=块)(?<tenths>[\\d一二三四五六七八九])(?=[,。!?;:\\s一每起收的了结实才却到现就还都涨变/]|$)';
const PERCENT = `百分之(?<percent>${UPPER})`;
const FREE = [
  '不(?:再|另|会|额外|另外)?收取?(?:任何)?[^,。!?\\d]{0,5}?[费金钱]',
  '免[^,。!?\\d费金]{0,4}[费金]',
  '不要钱',
].join('|');
const HAN_SUM = `${HAN_BEGIN}[一二两三四五六七八九][百千万](?:零?[一二两三四五六七八九][百十]?){0,3}`;
const GUESS = `(?<guess>(?<![\\d.:/-])\\d{1,7}(?:\\.\\d{1,2})?(?:${SCALED})?|${HAN_SUM})(?=[。!?;\\s一每起包多现我结实还才后却变/]|,(?!\\d)|$)`;
// 今天第八天了: so many have gone by.
const NTH = `(?<=第)(?:\\d{1,3}|${HAN})天(?=了|还|都没|仍)`;
const NAMED_TIME = '次日[达送]|次晨达|隔日达|半日达';
const DAYS: Readonly<Record<string, number>> = { 次: 1, 隔: 2, 半: 0.5 };
// What any of these begins with, asked first: few characters are.
const BEGINS = '(?=[\\d一二两俩仨三四五六七八九十百千万半零负不免次隔-])';
const AMOUNT = new RegExp(
  `${BEGINS}(?:${PLAIN}|${TENTHS}|${PERCENT}|(?<free>${FREE})|(?<nth>${NTH})|(?<named>${NAMED_TIME})|${GUESS})`,
  'g',
);

// A sum that needs no unit: what stands before it is a price or a payment.
const SUM_BEFORE =
  /(?:[价费租款]|月供|账单|结账|买单|小票[^,。!?\d]{0,3}|实[付收]|到手|[定押]金|红包|(?:说[好是]?|写[着的]?|是)?(?:一个|每个?)?[月年晚人位]|说[好是]?|写[着的了]?|却是|变成?|[修弄做]完|[收扣付交要花补赔退返减给偿])(?:了|我|我们|走|的|是|为|到|只|有|成|掉){0,2}$/;
const SUM_REACH = 8;

/**
 * The amounts that a text states, ascending, none overlapping; ranges (三四天, 3-5天) by their upper end. Vague
 * ones (几天), dates, times of day and ordinals are none. Bounded work for each character.
 */
export function amountsIn(text: string): Amount[] {
  const found: Amount[] = [];
  for (const hit of hitsOf(AMOUNT, text)) {
    const amount = amountOf(hit, text);
    const before = found.at(-1);
    const whole = before && amount && joined(before, amount, text);
    if (whole) found[found.length - 1] = whole;
    else if (amount !== null && amount.unit !== PART) found.push(amount);
  }
  return found;
}

const UNTAUGHT = /^(?:[hkwg]|min|km|kg|公里|千米|公斤|千克|斤|克)$/;

/** 分 alone is a score: it counts only as the rest of an hour. */
const PART = 'part';

function amountOf(hit: RegExpMatchArray, text: string): Amount | null {
  const { percent, free, guess, tenths, nth, named } = hit.groups ?? {};
  const start = hit.index ?? 0;
  const end = start + hit[0].length;
  const untaught = UNTAUGHT.test(hit.groups?.unit ?? '') || /^\D/.test(guess ?? '0');
  const as = (value: number | null, unit: string, form: Amount['form'] = 'plain') =>
    value === null ? null : { start, end, value, unit, form, untaught };
  if (free !== undefined) return as(0, 'yuan', 'free');
  if (nth !== undefined) return as(numeral(nth.slice(0, -1)), 'day');
  if (named !== undefined) return as(DAYS[named.charAt(0)] ?? null, 'day', 'named');
  if (percent !== undefined) return as(numeral(percent), 'percent');
  if (tenths !== undefined) return as((numeral(tenths) ?? 0) / 10, 'yuan');
  if (guess === undefined) return plain(hit, as);
  return SUM_BEFORE.test(text.slice(Math.max(0, start - SUM_REACH), start))
    ? as(numeral(guess), 'yuan', 'guess')
    : null;
}

type As = (value: number | null, unit: string, form?: Amount['form']) => Amount | null;

function plain({ groups = {} }: RegExpMatchArray, as: As): Amount | null {
  const { below, upper, single, half, unit: written = '', after } = groups;
  const number = single ?? upper ?? '';
  const value = numeral(number);
  const unit = unitOf(written);
  if (value === null || unit === null || (written === '年' && value >= 1_900)) return null;
  // 一度 is once.
  if (written === '度' && number === '一') return null;
  if (written === '折') return as(priceShare(number), 'percent', 'share');
  if (written === '分') return as(value, PART);
  const more = half === undefined && after === undefined ? 0 : 0.5;
  const size = (value + more) * unit[1];
  return as(rounded(below === undefined ? size : -size), unit[0]);
}

/** 1小时 and the 20分钟 that follow it, told in the smaller unit; 3块 and 5毛. Null where they are two amounts. */
function joined(whole: Amount, rest: Amount, text: string): Amount | null {
  const between = text.slice(whole.end, rest.start);
  if (between !== '' && !(between.length === 1 && '零又'.includes(between))) return null;
  if (rest.unit === PART && whole.unit !== 'hour') return null;
  // 一天12小时 is so many a day.
  if (
    between === '' &&
    whole.value === 1 &&
    (whole.unit !== 'hour' || rest.unit === 'second') &&
    isTime(whole.unit)
  )
    return null;
  const unit = rest.unit === PART ? 'minute' : rest.unit;
  const more = convert(whole.value, whole.unit, unit);
  if (more === null || !(isTime(unit) ? (convert(1, unit, whole.unit) ?? 1) < 1 : rest.value < 1))
    return null;
  return { ...whole, end: rest.end, value: rounded(more + rest.value), unit };
}
