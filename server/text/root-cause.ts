import type { RootCause, Sentiment } from '../core/reading/analysis.ts';
import { clauseAt } from './clauses.ts';
import type { Hit, Reading } from './reading.ts';
import { negationsIn } from './sentiment.ts';
import { KIND } from './terms.ts';

/** A cause is told of something that went wrong; a pleased writer names none. */
const DISPLEASED = 0.4;
// Said in passing as often as in blame: these need a clearly negative text.
const PASSING: ReadonlySet<string> = new Set(
  '聊天 新人 忘了 国际 节假日 高峰 以为 预期 铁路 物业 主播 运营商 第三方 合作方 代言人 原材料 零件 服务器 续航 调度 小字 物流公司 快递公司 经销商 代理商 加盟店 联名方'.split(
    ' ',
  ),
);
const CLEARLY = 0.55;
/** What customers do as well as staff. */
const ANYBODY: ReadonlySet<string> = new Set(
  '迟到 忘了 说错 不懂 不会操作 玩手机 聊天 粗心 偷懒 新人 实习生'.split(' '),
);
/** Ends in the writer or his own, with nobody of the other side between them and the deed. */
const OWN_SIDE =
  /(?<![跟对给向陪教帮])(?:我|俺|咱|自己|本人|孩子|娃|老[公婆]|[妈爸]|儿子|女儿)[^,。!?的师员服医护工司导教姨板店他她你您]{0,8}$/;
const REACH = 14;

/** Why it went wrong, as the text tells it: each cause once, in order. */
export function rootCausesOf(reading: Reading, { negative }: Sentiment): readonly RootCause[] {
  const hits = reading.of(KIND.cause);
  if (hits.length === 0 || negative < DISPLEASED) return NONE;
  const found: RootCause[] = [];
  for (const hit of hits) {
    const { term, start } = hit;
    const cause = term.name as RootCause;
    if (found.includes(cause) || (negative < CLEARLY && PASSING.has(term.text))) continue;
    if (cause === 'staff' && ownDoing(reading, hit)) continue;
    if (
      /^[^没未不无]/.test(term.text) &&
      negationsIn(reading, Math.max(0, start - 3), start).length % 2 === 1
    )
      continue;
    found.push(cause);
  }
  return found;
}

const NONE: readonly RootCause[] = [];

/** 我迟到了 blames nobody else. */
function ownDoing(reading: Reading, { term, start }: Hit): boolean {
  if (!ANYBODY.has(term.text)) return false;
  const from = Math.max(clauseAt(reading, start).start, start - REACH);
  return OWN_SIDE.test(reading.text.slice(from, start));
}
