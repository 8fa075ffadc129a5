import { clauseAt } from './clauses.ts';
import type { Hit, Reading } from './reading.ts';

const ATTACK =
  /水军|脑残|有病|闭嘴|智商|眼瞎|瞎了|带节奏|杠精|喷子|收了(?:多少)?钱|收钱|恰饭|欠骂|傻|蠢|滚|无脑|洗地|洗白|胡说|瞎说|放屁|恶心|舔|护主|双标|尬黑|尬吹|有毛病|懂什么|懂个|装什么|无聊|骗人|造谣|吵|骂|阴阳怪气|黑(?!心|店|幕|车)|吹|什么玩意|要脸|不要脸|素质/;
const AGREES =
  /(?:楼主|博主|楼上|层主|主播|up主)(?:说得|说的|说得太)?(?:对|没错|是对的|真相)|同意|赞同|支持|感谢|谢谢|推荐|求|好人|辛苦|同款|一样|加一|分享/;

/** Whether a word for other users is said of one: the sentence attacks him and does not agree. */
export function attacksUser(reading: Reading, { term, start, end }: Hit): boolean {
  const { text } = reading;
  const { start: from, sentenceEnd } = clauseAt(reading, start);
  const before = text.slice(Math.max(from, start - NEAR), start);
  const after = text.slice(end, Math.min(sentenceEnd, end + NEAR));
  if (term.text === '楼上' && livesThere(before, after)) return false;
  if (term.text === '评论区' && REPORTED.test(after)) return false;
  if (calledSo(before) || hired(before, after)) return false;
  const around = text.slice(from, Math.min(sentenceEnd + 20, end + 40));
  return ATTACK.test(around) && !AGREES.test(around.slice(0, end - from + 8));
}

const NEAR = 14;

const AT_HOME = /(?:[在住家从到去往]|酒店|宾馆|民宿|宿舍|公寓|小区|单元)$/;
const NEIGHBOUR =
  /邻居|住[户的着]|那户|[一两]户|业主|租客|房[间客东]|小孩|孩子|熊娃|装修|施工|漏|滴水|渗|水管|管[子道]|下水|空调|外机|阳台|脚步|噪|[吵闹](?!着要)|蹦|跳|跑来|拖[椅桌凳]|砸|扔|养|狗|半夜|凌晨|大半夜|天天晚上|健身房|ktv|酒吧|棋牌|餐[馆厅]/;

/** 楼上漏水 is a neighbour; 楼上有病吧 is the writer of the post above. */
function livesThere(before: string, after: string): boolean {
  return AT_HOME.test(before) || NEIGHBOUR.test(after);
}

/** 评论区都在骂: what is heard there, not who is to blame for it. */
const REPORTED =
  /^(?:里|中|下面|底下)?(?:的人|大家|网友)?(?:也|都|全|还|已经|一片|一直){0,3}(?:在|是)?(?:骂|吵|吐槽|问|说|有人|炸|水军)/;

const CALLED =
  /(?:[骂说叫喊](?:我们?|人家|顾客|用户|客户|消费者|大家|业主|家长|患者)[都全]?[是成作为]?|[骂说叫喊]成|说是|当[成作做]?)(?:了|什么|一?[个群])?$/;
const PAID = /(?:[雇请买找养](?:了|来|过|着)?(?:一?[堆批帮群些]|大量|大批|无数|很多|好多|的)?|[全都净尽]是)$/;
const SPOKEN_TO = /[楼博层]主|楼上|你(?!们)|是不是/;
const TOLD_OFF = /^们?(?:都|别|滚|闭|不要|自重|走开|有病|脑残)/;

/** 骂我是喷子: the word is another's, about the writer. */
function calledSo(before: string): boolean {
  return CALLED.test(before);
}

/** 雇水军, 全是水军: whoever pays them is meant; 请水军闭嘴 and 楼主是请来的水军吧 speak to them. */
function hired(before: string, after: string): boolean {
  return PAID.test(before) && !SPOKEN_TO.test(before) && !TOLD_OFF.test(after);
}
