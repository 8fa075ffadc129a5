import type { Clause } from './clauses.ts';
import type { Reading } from './reading.ts';
import { KIND } from './terms.ts';

// Drills, denials and fiction speak about a whole sentence, not only about the words they cover.
const SCOPED: ReadonlySet<string> = new Set(
  '消防演练 应急演练 疏散演练 演习 反诈宣传 防诈骗宣传 防骗指南 食品安全宣传 食品安全示范 辟谣 已辟谣 虚惊一场 剧情 副本 系编造 系谣言 系摆拍 系误传 系旧闻 是谣言 为谣言 是摆拍 旧视频 别再转 别再传 被训诫 已被训诫 纪录片 招新 急救培训 安全培训 技能培训 委员培训 心肺复苏 科普 讲座 演练 怎样回应 如何回应 怎样预防 如何预防 如何自救 怎样自救 逃生演练 救治演练 应急预案 消防提醒 警方提醒 医生提醒 专家提醒 安全提示 小课堂 怎么自救 自救指南 不属实 与事实不符 剧里 剧中 戏里 片中 剧本杀 狼人杀 密室逃脱 刑法课'.split(
    ' ',
  ),
);
const STORY: ReadonlySet<string> = new Set(['电影', '小说', '游戏']);
const TOLD = /(?:电影|游戏|电视剧|小说|剧|片子|书)(?:里|中|的主角|角色|结局|情节)|主角|追剧|通关/;

/** Whether a sentence tells of a drill, a story or something declared false. */
export function unreal(reading: Reading, { sentenceStart, sentenceEnd }: Clause): boolean {
  for (const { term, start, end } of reading.of(KIND.exclusion)) {
    if (start < sentenceStart || end > sentenceEnd) continue;
    if (SCOPED.has(term.text)) return true;
    if (STORY.has(term.text) && TOLD.test(reading.text.slice(sentenceStart, sentenceEnd))) return true;
  }
  return false;
}
