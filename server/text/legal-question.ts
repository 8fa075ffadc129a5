import { askedOnce } from './asked-once.ts';

/** Longer texts tell a story before they ask. */
const MAX_QUESTION_LENGTH = 60;
const RIGHTS =
  '赔偿|赔付|赔吗|怎么赔|赔多少|补偿|误工费|违约金|押金|[定订]金|责任|鉴定|索赔|起诉|仲裁|立案|报案|判几|法律|刑事|违法|犯法|维权|追回|[要退]回来|工伤|[一二三十]赔|三倍|保质期|七天无理由|三包|胜诉|律师函';
const ASKS =
  '怎么|如何|多少|多久|吗|么(?=$|[,。!?])|哪|什么|谁(?!知道)|几[年天倍]|有没有|是不是|能不能|可不可以|要不要|会不会|算不算|[赔退]不[赔退]';
/** What the law says of it is asked: 三倍赔偿怎么算, 食物中毒了找谁索赔. */
const isAsked = askedOnce(
  new RegExp(
    `(?:${RIGHTS})[^。!?]{0,16}(?:${ASKS})|(?:${ASKS})[^。!?]{0,12}(?:${RIGHTS})|(?:赔|负责|担责)(?:偿)?[吗么]`,
  ),
);
/** One of them stands in most of what asks so; looked for faster. */
const MAY_ASK = /[赔补责诉裁金偿权判刑]|追回|回来|工伤|违法|犯法|三倍|鉴定|报案|立案|法律|三包/;
/** It has happened to somebody, goes on, or is no question. */
const isTold = askedOnce(
  new RegExp(
    [
      '(?<!自)我(?!想|能|可以|该|要是|应该|国|就想|问)|咱|俺|[他她]们?(?:家|说)|本人|[昨前今]天|昨晚|今早|上周|上个?月|刚刚|刚才|正在|现在|至今|到现在|还没|还不|已经|一直',
      '[\\d一二两三四五六七八九十半几]+个?(?:天|月|年|小时|周|星期|礼拜)了|第[\\d一二两三四五六七八九十]+[天次]|[几\\d一二两三四五六七八九十百]+(?:号人|个人|口人?|名|户)|急诊|(?:全|都)没了',
      '凭什么|难道|呵呵|到底|谁来|有没有人管|没人管|怎么(?:还|就|不|能|可以)|[!]|[?]{2}|说(?:不|没|是|要|让)|甩|推给|推脱|不认|不承认|求扩散|曝光|垃圾|黑心|坑人|骗子',
    ].join('|'),
  ),
);

/** Whether all that a text does is ask what the law says of something that may befall anybody. */
export function isLegalQuestion(text: string): boolean {
  return text.length <= MAX_QUESTION_LENGTH && MAY_ASK.test(text) && isAsked(text) && !isTold(text);
}
