import type { Intent } from '../core/reading/analysis.ts';
import { askedOnce } from './asked-once.ts';

/** Characters that are looked at before a word, and after it. */
const BEFORE = 12;
const AFTER = 24;

/** A guess at what is, not a word on what ought to be: 应该是物流的问题, 快递应该明天到吧. */
const GUESS_BEFORE = /(?:^|[,。!?])[^,。!?]{0,4}(?:我|他|她|它|现在|这会儿|这时候)$/;
const GUESS_AFTER =
  /^(?:就)?(?:是(?!不是)|快|已经|还在|刚|没(?!有必)|不会(?!再)|差不多|能(?:到|赶|收)|可以(?:了|到)|(?:[今明后昨前]天|[上下]周|马上)(?![就要把得必]))/;
const ENDS_IN_GUESS = /^[^,。!?]{1,12}(?:了吧|吧)(?:[,。!?~]|$)/;
const OUGHT =
  /^(?:是|能|可以|不会)?[^,。!?]{0,10}(?:增|加|改|设|留|放|装|换|送|修|统一|公开|取消|先|才对|写|标|让|给|允许|把|提前)/;

/** Good wishes: 希望你们越来越好, 希望外婆早点好起来, 希望明天别下雨. */
const WISH =
  /^(?:(?:你们?|贵?公司|小?店里?|老板|大家|咱们?|我们?|师傅们?|这家店|生意|祖国|家人|都|以后|能|可以|继续)){0,4}(?:越来越(?:好|红火|棒|旺|大|强)|越[做办开]越[好大红强]|一切(?:顺|安|都)|(?:生意)?(?:兴隆|红红?火火?)|平平?安安?|健健?康康?|顺顺?利利?|一直(?:开|做|好)|早日(?:康复|发财|脱单|上岸)|(?:宝宝|孩子|爸妈|老人)?健康(?:长大|快乐|长寿)|早点好起来|蒸蒸日上|再接再厉|继续(?:保持|加油|努力)|(?:天气?|明[天早晚]|后天|周末|今[天晚]|考试|面试|雨|天)[^,。!?]{0,4}(?:[别不]下[雨雪]|不[堵冷热]|天?晴|顺|别太?[难冷热]|能?(?:见|到家|请到))[^,。!?]{0,4}(?:[,。!?~]|$))/;
const INVITED =
  /^(?:大家|各位|姐妹们?|宝子们?|朋友们?|你们|所有人|没[^,。!?]{1,4}的)?(?:一定|赶紧|快|可以|都){0,2}(?:[来去](?=[,。!~]|$|都?[尝试吃喝玩住逛坐]|看看(?!再)|买|打卡|一[次趟]|体验)|入手|冲|试试|尝|囤|闭眼)/;
const TO_ME = /(?:医生|大夫|教练|客服|老师|朋友|同事|师傅|店员|护士|他|她|柜员)(?:也|都|还)?$/;
const MENDED =
  /^了?(?:又|再|之后|以后|后|旧[^,。!?]{0,4}|[^,。!?]{0,6},?)?(?:重装|重新[下安装]|再装|装回|重下)/;
const isWell = askedOnce(
  /就(?:好|没|行|能|可以|正常|恢复)|好了|正常|变回|解决|能[用登上]|[快顺]多了|没再|登[录陆上]/,
);
const isStill = askedOnce(
  /还是|依旧|依然|照样|又(?:崩|闪)|没用|救不了|换别|换了?家|白[装搭费]|不用了|不装了|算了|再也不/,
);
/** Unfollowed is somebody of whom there are many, not whom it is said to. */
const OTHERS =
  /^了?(?:那个|那些|一个|一些|一堆|一批|好?几个|某个|不少|所有)[^,。!?]{0,10}(?:博主|号|up主|前任|明星|大v|主播|的|人)?/;
/** 重启一下就好了: it is well again. */
const RECOVERED =
  /(?:重装|重启|关机|插上|重新[^,。!?]{1,4}|[吃喝睡歇躺等][^,。!?]{1,6}|换[^,。!?]{1,6})[^,。!?]{0,4},?(?:也|基本|马上|立刻)?$/;
const WISHED = /要是|如果|若|希望|能|早|再[大小长短快慢多少低高加等]/;
const isAngry = askedOnce(/官方?[号博]|官微|骗|假货|翻车|恶心|你们|这家|牌子/);
const TREAT =
  /^(?:我|了?一个|了?一家|一下)?[^,。!?]{0,8}(?:宝藏|隐藏|拿手|好物|私藏|秘密|神仙|好吃|好去处|菜单|攻略|小店)/;
const isBlamed = askedOnce(/黑心|坑|骗|假|毒|虫|投诉|缺德|你们|后厨|不良|无良/);

/**
 * Whether a listed word stands for something else by what is around it. Other words of the same text are told as ever.
 * @param start of the word in the text, and its end
 */
export function isMeantOtherwise(name: Intent, text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const after = text.slice(end, end + AFTER);
  if (name === 'suggestion') return isNoProposal(word, before, after);
  if (name === 'boycott_churn') {
    if (word.startsWith('卸')) return MENDED.test(after) && isWell(text) && !isStill(text);
    return word.startsWith('取关') && OTHERS.test(after) && !isAngry(text);
  }
  return word.endsWith('曝光') && TREAT.test(after) && !isBlamed(text);
}

function isNoProposal(word: string, before: string, after: string): boolean {
  if (word.startsWith('应该') || word.startsWith('应当')) {
    const rest = word.slice(2) + after;
    if (OUGHT.test(rest)) return false;
    return GUESS_AFTER.test(rest) || ENDS_IN_GUESS.test(rest) || GUESS_BEFORE.test(before);
  }
  if (word === '就好了') return RECOVERED.test(before) && !WISHED.test(before);
  if (word.startsWith('希望')) return WISH.test(word.slice(2) + after);
  if (word.startsWith('建议')) return TO_ME.test(before) || INVITED.test(word.slice(2) + after);
  return false;
}
