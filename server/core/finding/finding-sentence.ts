import { platformWord } from '../mention/platform-words.ts';
import { amount, duration, momentWord, percent, spanWord, windowWord } from '../quantity-words.ts';
import type { Severity, Touchpoint } from '../reading/analysis.ts';
import { TOUCHPOINT_WORDS } from '../reading/touchpoint-words.ts';
import { RARE_COMPLAINTS } from '../series/burst.ts';
import { DOUBLED } from '../series/slow-rise.ts';
import { MINUTE } from '../time.ts';
import type { Finding } from './finding.ts';
import { lateBy } from './late-finding.ts';

/** What people are said to speak of, by severity category. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  death: '人员死亡',
  injury: '人身伤害',
  food_poisoning: '食物中毒或食品安全',
  fire_explosion: '火灾爆炸等安全事故',
  fraud: '诈骗或欺诈',
  discrimination: '歧视或冒犯',
  privacy_leak: '信息泄露',
  labor: '劳资纠纷',
  mass_incident: '群体聚集',
  official: '监管介入',
  vulnerable: '老人、孩子等弱势人群',
  sexual_violence: '性骚扰或暴力',
  outage: '服务中断',
  media_escalation: '媒体曝光',
  self_harm: '自伤倾向',
};

const VOICE_WORDS: Readonly<Record<string, string>> = {
  official: '监管或政府机构',
  central_media: '中央媒体',
  big_account: '认证大号',
};

/** Why nothing is usual yet. */
export function tooNew({ facts }: Finding): string {
  return `${facts.newFeeds === undefined ? '' : '新接入的来源'}历史不足 7 天，还没有平时水平`;
}

type Say = (finding: Finding) => string;

/** Sentences of findings that are more than a count or a claim. */
const SAY: Readonly<Record<string, Say>> = {
  'hot-list': hotList,
  rumour: (finding) => `${dayBefore(finding)} ${finding.observed} 个账号在传未经证实的说法`,
  'negative-share': negativeShare,
  authority,
  'source-mix': sourceMix,
  silence,
  'copy-storm': copyStorm,
  reach,
  touchpoint,
  'slow-rise': slowRise,
  'index-rise': indexRise,
};

/** What a finding says, in one Chinese clause without a full stop. */
export function happening(finding: Finding): string {
  const own = SAY[finding.detector];
  if (own) return own(finding);
  const { facts, observed, expected } = finding;
  if (finding.baseline.kind === 'rule') {
    const about = aboutWord(finding);
    const own = facts.originals === undefined ? '' : `，去重后 ${facts.originals} 条`;
    const usual =
      facts.usualAuthors === undefined ? '' : `，平时每天约 ${amount(Number(facts.usualAuthors))} 个`;
    return `${dayBefore(finding)} ${observed} 个账号提到${about}${harmWord(finding)}${own}${usual}`;
  }
  const seen = seenWord(finding);
  if (finding.detector === 'cusum') return `${seen}，一直多于平时（${amount(expected ?? 0)} 条）`;
  if (expected === null) return `${seen}，${tooNew(finding)}`;
  if (expected >= 1) return `${seen}，是平时同时段的 ${amount(observed / expected)} 倍`;
  // So many times next to nothing says nothing.
  return expected >= 0.5 ? `${seen}，平时同时段不到 1 条` : `${seen}，平时同时段几乎没有`;
}

/** `近 6 小时`, or `11月21日 13:00–19:00` where what was found then came late. */
function windowOf(finding: Finding): string {
  const { at, windowMinutes } = finding;
  return lateBy(finding) === null
    ? windowWord(windowMinutes)
    : `${spanWord(at - windowMinutes * MINUTE, at)} `;
}

function dayBefore(finding: Finding): string {
  if (lateBy(finding) === null) return '24 小时内';
  return `${momentWord(Math.round(finding.at / MINUTE) * MINUTE)} 前 24 小时内`;
}

/** `帖文发布约 8 小时后才入库`: that what was found came late; null: it came in time. */
export function lateWord(findings: readonly Finding[]): string | null {
  const minutes = findings.map(lateBy).filter((each) => each !== null);
  return minutes.length === 0 ? null : `帖文发布约 ${roughly(Math.max(...minutes))}后才入库`;
}

/** Nobody counts the minutes of half a day. */
function roughly(minutes: number): string {
  return duration(minutes < 180 ? minutes : Math.round(minutes / 60) * 60);
}

const HARMED = ['', '称有人发病', '称有 5 人以上受害', '称有 30 人以上受害'];

/** `，其中 8 个称有人发病`: that it is people who came to harm, not goods alone. */
export function harmWord({ facts }: Finding): string {
  const said = HARMED[Number(facts.harm ?? 0)] ?? '';
  return said === '' ? '' : `，其中 ${facts.harmed} 个${said}`;
}

/** What people are said to speak of: `人员死亡`. */
export function aboutWord({ facts, key }: Finding): string {
  return SEVERITY_WORDS[facts.category as Severity] ?? String(facts.fact ?? key);
}

/** `近 1 小时负面 86 条`: complaints, or all that is said, or people where hardly anybody complains. */
export function seenWord(finding: Finding): string {
  const { key, facts, observed } = finding;
  const window = windowOf(finding);
  if (key === RARE_COMPLAINTS) return `${window} ${observed} 个账号抱怨`;
  return `${window}${facts.measure === 'negative' ? '负面' : '相关内容'} ${observed} 条`;
}

function hotList({ facts, observed }: Finding): string {
  const { move, current, from, minutes } = facts;
  if (move === 'climbing')
    return `热榜上升到第 ${current} 位（${duration(Number(minutes))}前在第 ${from} 位）`;
  if (move === 'entered') return `刚登上热榜第 ${current} 位`;
  return move === 'falling'
    ? `登上热榜，最高第 ${observed} 位，现在第 ${current} 位`
    : `登上热榜第 ${observed} 位`;
}

function negativeShare(finding: Finding): string {
  const { share, shareLow, shareHigh, usualShare } = finding.facts;
  const range = `${percent(shareLow)}–${percent(shareHigh)}`;
  return `${windowOf(finding)}负面占 ${percent(share)}（95% 区间 ${range}），平时约 ${percent(usualShare)}`;
}

function touchpoint(finding: Finding): string {
  const { facts, observed } = finding;
  const { fact, share, shareLow, shareHigh, usualShare } = facts;
  const name = TOUCHPOINT_WORDS[String(fact).replace(/^touch\./, '') as Touchpoint] ?? String(fact);
  const usual = Number(usualShare) < 0.005 ? '平时几乎没有' : `平时约 ${percent(usualShare)}`;
  const range = `${percent(shareLow)}–${percent(shareHigh)}`;
  return `${name}：${windowOf(finding)}抱怨占 ${percent(share)}（95% 区间 ${range}，${observed} 个账号），${usual}`;
}

function slowRise({ facts, observed }: Finding): string {
  const shares = String(facts.shares).split(' ').map(Number).map(percent).join('→');
  const { touch, area, term } = facts;
  const named = touch === undefined ? '' : (TOUCHPOINT_WORDS[String(touch) as Touchpoint] ?? String(touch));
  const parts = [
    ...(touch === undefined ? [] : [`${named} ${facts.touchFirst}→${facts.touchLast} 条`]),
    ...(area === undefined ? [] : [`${area} ${facts.areaFirst}→${facts.areaLast} 条`]),
    ...(term === undefined ? [] : [`“${term}” ${facts.termFirst}→${facts.termLast} 条`]),
  ];
  const what = parts.length === 0 ? '' : `，主要是${parts.join('、')}`;
  const doubled = Number(facts.timesLow) >= DOUBLED ? '，已翻倍' : '';
  return `负面占比连续 ${facts.weeks} 周上升（${shares}）${doubled}，最近一周 ${observed} 条${what}`;
}

function authority(finding: Finding): string {
  const { facts, observed } = finding;
  const who = VOICE_WORDS[String(facts.voice)] ?? String(facts.voice);
  const amid = facts.amid === 'trouble' ? '负面声中，' : '';
  const pause = facts.quietDays === undefined ? '有记录以来第一次' : `距上次已 ${facts.quietDays} 天`;
  return `${amid}${who}开始发声，${dayBefore(finding)} ${observed} 条，${pause}`;
}

function indexRise(finding: Finding): string {
  const { facts, observed } = finding;
  const { share, lastHour } = facts;
  return `${windowOf(finding)}负面 ${observed} 条，占 ${percent(share)}，近 1 小时相关内容 ${lastHour} 条`;
}

function sourceMix({ facts, windowMinutes }: Finding): string {
  const { platform, share, usualShare } = facts;
  const usual = Number(usualShare) < 0.01 ? '平时几乎没有' : `平时约 ${percent(usualShare)}`;
  return `${windowWord(windowMinutes)} ${percent(share)} 的提及来自${platformWord(String(platform))}，${usual}`;
}

function reach({ observed, expected, usualHigh }: Finding): string {
  return `一条普通账号的负面帖文已有 ${observed} 次互动，平时一条约 ${amount(expected ?? 0)} 次，很少超过 ${amount(usualHigh ?? 0)} 次`;
}

function silence({ facts, windowMinutes, expected }: Finding): string {
  const hours = Math.max(1, Math.round(windowMinutes / 60));
  const seen = `已 ${hours} 小时没有新提及，平时这段时间约 ${amount(expected ?? 0)} 条`;
  if (facts.cause === 'public') return `${seen}；采集正常，可能是平台故障或内容被删`;
  if (facts.cause === 'unknown') return `${seen}；没有采集记录可查，先确认数据来源是否中断`;
  const broken = Number(facts.feeds) - Number(facts.healthyFeeds);
  const which = broken > 0 ? `${facts.feeds} 个来源中 ${broken} 个采集异常` : '来源近几小时没有采集过';
  return `${seen}；${which}，先查采集，不能当作平息`;
}

function copyStorm(finding: Finding): string {
  const { facts, observed } = finding;
  const seen = `${windowOf(finding).trim()} ${observed} 条近似转载，原文 ${facts.originals} 篇，账号 ${facts.authors} 个`;
  const what = facts.pattern === 'few-authors' ? '少数账号集中发布' : '同一批内容大量转载';
  return `${seen}，${what}${facts.history === 'none' ? '（历史不足 7 天，未与平时比较）' : ''}`;
}
