import type { Addressed } from '../core/reading/analysis.ts';
import { clauseAt } from './clauses.ts';
import type { Reading } from './reading.ts';
import { KIND } from './terms.ts';

const MOST = 12;
const ATTACK =
  /水军|脑残|有病|闭嘴|智商|眼瞎|瞎了|带节奏|杠精|喷子|收了(?:多少)?钱|收钱|恰饭|欠骂|傻|蠢|滚|无脑|洗地|洗白|胡说|瞎说|放屁|恶心|舔|护主|双标|尬黑|尬吹|有毛病|懂什么|懂个|装什么|无聊|骗人|造谣|吵|骂|阴阳怪气|黑(?!心|店|幕|车)|吹|什么玩意|要脸|不要脸|素质/;
const AGREES =
  /(?:楼主|博主|楼上|层主|主播|up主)(?:说得|说的|说得太)?(?:对|没错|是对的|真相)|同意|赞同|支持|感谢|谢谢|推荐|求|好人|辛苦|同款|一样|加一|分享/;
/** A platform named as the way by which: 在微博上看到, 从京东买的. */
const BY_WAY = /(?:在|从|上|用|通过|去|到|刷|逛|看|经|靠|于)(?:了)?$/;
const WAY =
  /^(?:app)?(?:上|里|中|看到|刷到|看见|买|下单|订的?|团购|团的|网友|热搜|评论|旗舰店|自营店?|官方店|店铺|店|价|搜|直播间?买)/;

/** Platforms and other users that a text speaks of as somebody who acts. */
export function addressedOf(reading: Reading): readonly Addressed[] {
  const hits = reading.of(KIND.party);
  if (hits.length === 0) return NONE;
  const { text, source } = reading;
  const found: Addressed[] = [];
  for (const { term, start, end } of hits) {
    const kind = term.name as Addressed['kind'];
    const acts = kind === 'platform' ? !byWay(text, start, end) : attacked(reading, start, end);
    if (acts)
      found.push({
        kind,
        text: source.given.slice(...source.original(start, end)),
        span: source.original(start, end),
      });
    if (found.length === MOST) break;
  }
  return found;
}

const NONE: readonly Addressed[] = [];

function byWay(text: string, start: number, end: number): boolean {
  return BY_WAY.test(text.slice(Math.max(0, start - 2), start)) || WAY.test(text.slice(end, end + 5));
}

/** Another user counts where the sentence attacks and does not agree. */
function attacked(reading: Reading, start: number, end: number): boolean {
  const { start: from, sentenceEnd } = clauseAt(reading, start);
  const around = reading.text.slice(from, Math.min(sentenceEnd + 20, end + 40));
  return ATTACK.test(around) && !AGREES.test(around.slice(0, end - from + 8));
}
