import type { RootCause, Sentiment } from '../core/reading/analysis.ts';
import type { Reading } from './reading.ts';
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

/** Why it went wrong, as the text tells it: each cause once, in order. */
export function rootCausesOf(reading: Reading, { negative }: Sentiment): readonly RootCause[] {
  const hits = reading.of(KIND.cause);
  if (hits.length === 0 || negative < DISPLEASED) return NONE;
  const found: RootCause[] = [];
  for (const { term, start } of hits) {
    const cause = term.name as RootCause;
    if (found.includes(cause) || (negative < CLEARLY && PASSING.has(term.text))) continue;
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
