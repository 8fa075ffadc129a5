import { hitsOf } from '../core/reading/hits.ts';
import { numeral } from '../core/reading/numeral.ts';
import { askedOnce } from './asked-once.ts';

/** 周一报的修，今天周五，师傅还停在"明天过来": asked for, and still not there. */
const isWaited = askedOnce(
  /(?:报[的了过]?[修漏]|下[的了]?单|申请|提交|预约|投诉|反映|催|寄[的了]|送[的了]?修)[^。!?]{0,24}(?:今天|现在|到今|至今|都)[^。!?]{0,14}(?:还(?:没(?!想)|停在|在(?:走流程|排队|原地|审核)|是(?:那句|"?明天|老样子))|没(?:来(?!得及)|人(?!想)|动静|回音|修|发货|到账))/,
);
const MENDED = /谢|感谢|好评|修好|解决了|退了|送到了|点赞|耐心/;

const NUMBER = '([\\d.]+|[半一二两三四五六七八九十百]+)';
/** What nobody wants more of. */
const UNIT = '(步|分钟|个?小时|个?钟头|天|遍|趟|个?工作日|道)';
const THEN_AND_NOW = new RegExp(
  `(?:以前|原来|过去|之前|从前|原先)[^,。!?\\d]{0,6}?${NUMBER}${UNIT}[^。!?]{0,16}?(?:现在|如今|更新后|改版后|升级后)[^,。!?\\d]{0,6}?${NUMBER}${UNIT}`,
  'g',
);
/** Unless more of it is better: 保修, 续航, 营业. */
const WELCOME =
  /保修|质保|续航|待机|免费|营业|开放|有效|年假|产假|放假|休|睡|延长|退换|无理由|撑|用得|保鲜|试用|活/;
const isCompared = askedOnce(
  /(?:以前|原来|过去|之前|从前|原先)[^。!?]{0,40}(?:现在|如今|更新后|改版后|升级后)/,
);

/** 约好上午来，又爽约了. */
const isLetDown = askedOnce(
  /爽约|失约|食言|言而无信|出尔反尔|放[了我他她们]{0,3}(?:的)?鸽子|(?:不|没有?|从未|拒不)兑现|(?:说话|说了|承诺)不算(?:数|话)?/,
);
/** Of oneself, of others who never did, or of what was made good. */
const KEPT =
  /我(?:自己|又|还|临时|不小心|因为?[^,。!?]{0,6})*(?:爽约|失约|食言|放)|(?:从[不未没]|没有?|不会|不曾|绝不|决不|未曾)(?:爽约|失约|食言|出尔反尔|放)|这次|后来|补偿|道歉|怕/;

/**
 * Whether facts blame what the words praise: what was asked for has not come, a word was not kept, or what took two
 * steps takes seven.
 */
export function areBitter(text: string): boolean {
  if (isWaited(text) && !MENDED.test(text)) return true;
  if (isLetDown(text) && !KEPT.test(text) && !MENDED.test(text)) return true;
  if (!isCompared(text) || WELCOME.test(text)) return false;
  return hitsOf(THEN_AND_NOW, text).some(([, before = '', unit, after = '', later]) => {
    const [less, more] = [numeral(before), numeral(after)];
    return unit === later && less !== null && more !== null && more > less;
  });
}

const OWN_FAULT =
  /(?:是|怪)我(?:自己)?(?:忘|记错|看错(?!你|了?人)|弄错|搞错|没注意|没看清|误会|填错|输错|理解错)/;
const PUT_ON_ME = /[说称讲](?:是|怪)|非(?:说|要)|赖|推给|你们|甩|凭什么|难道|[?]|还是/;
const isOwned = askedOnce(OWN_FAULT);

/** 查清了，是我自己忘了: whoever owns up blames nobody else; not 客服说是我弄错了. */
export function ownsUp(text: string): boolean {
  return isOwned(text) && !PUT_ON_ME.test(text);
}

const isTakenBack = askedOnce(
  /(?:差评|投诉|之前(?:的|说的)话)[^,。!?]{0,6}(?:收回|撤回?了|撤销了|取消了)|收回(?:之前|我)?的?(?:差评|投诉|话)/,
);
const MADE_TO = /逼|让|叫|要[我求]|威胁|催|求|不收|不会|私自|擅自|偷偷|被/;

/** 之前的差评我收回, of one's own will. */
export function takesBack(text: string): boolean {
  return isTakenBack(text) && !MADE_TO.test(text);
}
