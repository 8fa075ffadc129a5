import type { Alert, AlertChangeKind, Level } from './alert.ts';
import type { Severity } from './analysis.ts';
import { reasonOf } from './condition.ts';
import { LEVEL_WORDS, ROLES } from './crisis-desk.ts';
import type { Finding } from './finding.ts';
import { METRICS } from './metric-names.ts';
import type { Playbook } from './playbook.ts';

const MARKS: Readonly<Record<Level, string>> = { IV: '●', III: '▲', II: '◆', I: '■' };

const CHANGES: Readonly<Partial<Record<AlertChangeKind | 'test', string>>> = {
  opened: '新预警',
  raised: '预警升级',
  playbook: '新增预案',
  test: '测试消息',
};

/** What people are said to speak of, by severity category. */
const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  death: '人员死亡',
  injury: '人身伤害',
  food_poisoning: '食物中毒或食品安全',
  fire_explosion: '火灾或爆炸',
  fraud: '欺诈',
  discrimination: '歧视或冒犯',
  privacy_leak: '信息泄露',
  labor: '劳资纠纷',
  mass_incident: '人员聚集',
  official: '监管介入',
  vulnerable: '老人、孩子等弱势人群',
  sexual_violence: '性骚扰或暴力',
  outage: '服务中断',
  media_escalation: '媒体曝光',
  self_harm: '自伤倾向',
};

/** `◆ 橙`: shape and word, for messages without colour. Internal: never in a public statement. */
export function levelMark(level: Level): string {
  return `${MARKS[level]} ${LEVEL_WORDS[level].zh}`;
}

export function changeWord(change: AlertChangeKind | 'test'): string {
  return CHANGES[change] ?? '预警变化';
}

/** What happened, one Chinese sentence: the most telling number first, then what people say. */
export function sentence(alert: Pick<Alert, 'findings'>, watchName: string): string {
  const main = mainFinding(alert.findings);
  const claims = alert.findings.filter((f) => f !== main && f.baseline.kind === 'rule').slice(0, 2);
  const parts = [main, ...claims].filter((f) => f !== undefined).map(happening);
  return parts.length > 0 ? `${watchName}：${parts.join('；')}。` : `${watchName}：登记的事实达到预警条件。`;
}

/** The finding that says most: the gravest severe claim's statistic companion, else the claim itself. */
export function mainFinding(findings: readonly Finding[]): Finding | undefined {
  const counted = findings.filter((f) => f.baseline.kind !== 'rule');
  const pool = counted.length > 0 ? counted : findings;
  const negativeFirst = (f: Finding): number => f.score + (f.facts.measure === 'negative' ? 2 : 0);
  return [...pool].sort((a, b) => negativeFirst(b) - negativeFirst(a))[0];
}

/** How unusual, with what it is held against: "近 1 小时 86 条，平时 9 条（+08:00 同时段，28 天）". */
export function unusual(finding: Finding): string {
  const { baseline, expected, usualHigh } = finding;
  if (baseline.kind === 'rule') return happening(finding);
  const seen = `${windowWord(finding.windowMinutes)}${measureWord(finding)} ${finding.observed} 条`;
  if (baseline.kind === 'cold-start') return `${seen}；历史不足 7 天，尚无基线`;
  const high = usualHigh === null ? '' : `，通常不超过 ${usualHigh} 条`;
  return `${seen}，平时 ${amount(expected ?? 0)} 条${high}（+08:00 同时段，${baseline.days} 天）`;
}

/** How far it went: reach, areas, copies, hot list; only what is known. */
export function spread(alert: Pick<Alert, 'metrics'>): string {
  const { reach_24h: reach, distinct_areas_6h: areas, hot_rank: rank } = alert.metrics;
  const copies = copyShare(alert);
  const parts = [
    reach ? `24 小时估计触达 ${people(reach)}` : '',
    areas ? `涉及 ${areas} 个片区` : '',
    copies === null ? '' : `转载占 ${Math.round(copies * 100)}%`,
    rank === undefined ? '' : `热榜第 ${rank} 位`,
  ];
  return parts.filter((part) => part !== '').join('，');
}

/** Share of copies in the last six hours, 0..1; null when unknown. */
export function copyShare(alert: Pick<Alert, 'metrics'>): number | null {
  return alert.metrics.duplicate_ratio_6h ?? null;
}

/** First steps of a playbook with role and time: "15 分钟内，舆情值班分析师：…". */
export function firstSteps(playbook: Playbook, level: Level, count = 3): readonly string[] {
  return [...playbook.steps]
    .sort((a, b) => a.deadlineMinutes[level] - b.deadlineMinutes[level] || a.no - b.no)
    .slice(0, count)
    .map((step) => {
      const role = ROLES[step.role]?.zh ?? step.role;
      return `${duration(step.deadlineMinutes[level])}内，${role}：${step.action}`;
    });
}

/** A stored reason in words: "中断独立作者 12（≥ 10）". Unknown text is given back as it is. */
export function reasonWords(text: string): string {
  const reason = reasonOf(text);
  if (reason === null) return text;
  const op = reason.op.replace('>=', '≥').replace('<=', '≤').replace('==', '=');
  return `${METRICS[reason.metric]?.zh ?? reason.metric} ${amount(reason.observed)}（${op} ${reason.threshold}）`;
}

function happening(finding: Finding): string {
  const { facts, observed } = finding;
  if (finding.detector === 'hot-list') return `登上热榜第 ${observed} 位`;
  if (finding.detector === 'rumour') return `24 小时内 ${observed} 人在传未经证实的说法`;
  if (finding.baseline.kind === 'rule') {
    const about = SEVERITY_WORDS[facts.category as Severity] ?? String(facts.fact ?? finding.key);
    return `24 小时内 ${observed} 人说到${about}`;
  }
  const seen = `${windowWord(finding.windowMinutes)}${measureWord(finding)} ${observed} 条`;
  const { expected } = finding;
  if (expected === null) return `${seen}，历史不足 7 天，尚无基线`;
  if (expected >= 1) return `${seen}，是平时同时段的 ${amount(observed / expected)} 倍`;
  // So many times next to nothing says nothing.
  return expected >= 0.5 ? `${seen}，平时同时段不到 1 条` : `${seen}，平时同时段几乎没有`;
}

function measureWord(finding: Finding): string {
  return finding.facts.measure === 'negative' ? '负面' : '';
}

function windowWord(minutes: number): string {
  return `近 ${duration(minutes)}`;
}

function duration(minutes: number): string {
  if (minutes % 1440 === 0 && minutes >= 2880) return `${minutes / 1440} 天`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}

function amount(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

function people(value: number): string {
  return value >= 10_000 ? `${amount(value / 10_000)} 万人` : `${Math.round(value)} 人`;
}
