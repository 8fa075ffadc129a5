import { hitsOf } from '../../core/reading/hits.ts';
import { sentenceAt } from '../sentence-at.ts';

/** A hit as `severityOf` weighs it. */
interface Hit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/*
 * Asked after the models, as `non-events.ts` is: what they learnt from the lists stays as it was.
 */

// Words that mean something else by what stands around them.
const OTHERWISE: ReadonlyMap<string, RegExp> = new Map([
  // Whoever waits for a delayed flight; 电梯里被困 is another thing.
  [
    '被困',
    /(?:取消|延误|晚点|停运|备降|滞留|堵)[^。!?]{0,16}被困(?!火|电梯)|被困(?:在|于)?[^,。!?]{0,6}(?:机场|候机|航站楼|车站|高速|服务区|机舱)/g,
  ],
  ['泄漏', /(?:刹车|制动|机|变速箱|减震器?|转向|防冻|冷却|玻璃水)(?:总泵|器)?[油液水]?泄漏/g],
  [
    '着火',
    /(?:以为|着火了?吗|着火了?\?)[^。!]{0,16}(?:原来|其实|结果)(?:只?是|在)?[^,。!]{0,4}(?:烟花|焰火|放炮|鞭炮|烧烤|演习|演练|大?雾|灯光?|晚霞|水?蒸汽|水汽)/g,
  ],
  // What people say of any danger.
  ['人命关天', /人命关天/g],
  ['出人命', /(?:迟早|早晚|要|会|怕|等|避免|防止|非得)[^,。!?]{0,4}出人命(?!了)/g],
  // Said of oneself, of a tune, of paper, of a name on a menu.
  ['爆炸', /原地爆炸/g],
  ['猝死', /猝死(?:的?边缘|预警)/g],
  ['中毒', /(?:这首?歌|单曲|曲子|旋律|副歌|洗脑|舞曲)[^,。!?]{0,14}(?<!食物)中毒|中毒了?[^,。!?]{0,3}循环/g],
  ['发霉', /纸(?:箱|巾)?(?:都|也|全|已经)?发霉/g],
  ['炸了', /心(?:都|要|快|就)*炸了/g],
  ['夺命', /夺命(?:小串|辣|大乌苏)/g],
  // 平台威胁封号: a penalty is threatened, nobody's body.
  [
    '威胁',
    /威胁[^,。!?]{0,6}(?:封[号店]|扣[钱款分]|罚款|停单|限流|下架|降权|降级|差评|投诉|起诉|解约|辞退|开除|停[水电暖]|断[水电网])/g,
  ],
]);

// A policy that paid: who died is not the insurer's doing.
const PAID =
  /(?:保险|理赔|投保)[^。!?]{0,12}赔(?:了|付)[^。!?]{0,20}(?:幸好|还好|多亏|良心|靠谱|及时|给力|很快|感谢)/;
const REFUSED = /拒赔|不赔|没赔|不予/;
// 历史上的今天：… opens what it tells; the ship is told of with what befell it.
const LONG_AGO = /^[^,。!?]{0,6}历史上的今天|泰坦尼克号?[^。!?]{0,12}(?:沉没|沉船|冰山|遇难|电影|重温)/;
const NOW = /今[天早晚]|昨[天晚]|刚才|我们?|又|也/;
const DIED: ReadonlySet<string> = new Set(['猝死', '身故', '去世', '病逝', '离世']);

// Who is brought there, and what it comes of; a queue, a call, a manner is the hospital's everyday.
const TO_EMERGENCY =
  /(?:进|送|住|拉|抬|抢救|连夜|半夜|凌晨|直接)了?[^,。!?]{0,5}急诊|急诊(?:室|科)?(?:里|就|又|直接|当晚)?(?:缝|洗胃|抢救|输液|住院|收治)|急诊[^,。!?]{0,8}送来|(?:吃|喝|用|摔|撞|砸|烫|(?<!发)烧|咬|扎|割|触电|过敏|中毒|漏|吐|拉肚|腹痛|晕|伤)[^。!?]{0,24}急诊/;

/** Whether a listed grave word is an everyday one where it stands: 急诊 of a queue, 被困 at an airport. */
export function isEveryday(text: string, hit: Hit): boolean {
  const { text: word, start } = hit;
  if (isLongAgo(sentenceAt(text, start))) return true;
  const other = OTHERWISE.get(word);
  if (other !== undefined && covers(other, text, hit)) return true;
  if (word === '急诊') return !TO_EMERGENCY.test(text);
  return DIED.has(word) && PAID.test(text) && !REFUSED.test(text);
}

function isLongAgo(sentence: string): boolean {
  return LONG_AGO.test(sentence) && !NOW.test(sentence.replace('历史上的今天', ''));
}

/** Whether a match of the pattern lies over the word itself: an idiom beside an event changes nothing of it. */
function covers(pattern: RegExp, text: string, { start, end }: Hit): boolean {
  return hitsOf(pattern, text).some((match) => match.index < end && match.index + match[0].length > start);
}
