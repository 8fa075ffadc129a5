import { askedOnce } from './asked-once.ts';

/** Past this length a text says more than that. */
const MAX_RELIEF_LENGTH = 60;
/** 再也不用担心停电了, and what did not happen any more. */
const isSpared = askedOnce(
  /再也不(?:用|必|需要?)(?:再)?(?:担心|怕|愁|发愁|跑|排队|早起|提心吊胆|熬)|再也不怕|再也没(?:有)?(?:停|断|坏|漏|堵|卡|跳)过/,
);
/** Said to whoever asks, made faster, found lovely, or longed for. */
const isPleased = askedOnce(
  new RegExp(
    [
      '(?:^|[,。!?我她他妈爸])(?:就|都|当然)?(?:说|答|选|按|点|回)了?(?:很|非常|挺|十分)?满意(?:$|[,。!])',
      '(?:网速|速度|出餐|打印|加载|下载|响应|上菜)[^,。!?]{0,6}快了(?:[一两三几\\d]+倍|不少|很多|好多|一大截)',
      '怎么(?:会|能|可以)?(?:这么|那么)(?:可爱|好[看吃喝闻听用玩]|甜|香|美|帅|贴心|暖|萌|温柔|懂我)',
      '(?:什么时候|啥时候|哪天)(?:才)?(?:能|可以)再(?:来|去|吃|回|见)[^,。!?]{0,3}(?:一?[次趟回顿]|[^,。!?]{1,4}啊)',
    ].join('|'),
  ),
);
/** One of them stands in whatever pleases so; looked for faster. */
const MAY_PLEASE = ['再也', '满意', '快了', '怎么', '时候', '哪天'];
/** It was promised only, asked back, or turned round. */
const TURNED =
  /(?<!满)不满意|但|可是|却|结果|不过|然而|呵呵|才怪|本以为|以为|说好|号称|承诺|宣传|谁信|骗|逼|硬|被迫|非要|让我(?:说|选|按|打)|教我|威胁|只能|不敢|反正|因为|坑|关了|销户|注销|直接(?:没|停)|[?]|吗|停课|停运|关门|恢复/;

/**
 * Whether a short text tells of relief or delight in words that blame elsewhere.
 * @param grave whether the model hears of a grave event; one may be what people are spared
 */
export function isRelieved(text: string, grave: boolean): boolean {
  if (text.length > MAX_RELIEF_LENGTH || !MAY_PLEASE.some((word) => text.includes(word))) return false;
  return (isSpared(text) || (!grave && isPleased(text))) && !TURNED.test(text);
}

const SPARED_BEFORE = /再也不(?:(?:用|必|需要?)(?:再)?(?:担心|怕|愁|发愁)?|怕)[^,。!?]{0,4}$/;

/** Whether what follows is what people are spared: 再也不用担心. */
export function isSparedHere(before: string, whole: string): boolean {
  return SPARED_BEFORE.test(before) && !TURNED.test(whole);
}
