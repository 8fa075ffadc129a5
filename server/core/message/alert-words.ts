import type { Alert, AlertChangeKind } from '../alert/alert.ts';
import type { AlertRequest } from '../alert/alert-life.ts';
import type { Passing } from '../alert/escalation.ts';
import type { Repeating } from '../alert/grouping.ts';
import { type Finds, isPast } from '../alert/peak.ts';
import { byTelling, gravestClaim, isSpreading } from '../finding/by-telling.ts';
import { sameHours } from '../finding/calendar-words.ts';
import type { Finding } from '../finding/finding.ts';
import { isObservation, isVolume } from '../finding/finding-kind.ts';
import { aboutWord, happening, harmWord, lateWord, seenWord, tooNew } from '../finding/finding-sentence.ts';
import { reasonOf } from '../playbook/condition.ts';
import { LEVEL_WORDS } from '../playbook/crisis-desk.ts';
import { METRICS } from '../playbook/metric-names.ts';
import { amount, duration, momentWord, people, percent } from '../quantity-words.ts';
import type { Level } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';

const MARKS: Readonly<Record<Level, string>> = { IV: '●', III: '▲', II: '◆', I: '■' };

const CHANGES: Readonly<Partial<Record<AlertChangeKind | 'test', string>>> = {
  opened: '新预警',
  raised: '等级上调',
  surged: '再度走高',
  graver: '出现更严重的说法',
  playbook: '新增预案',
  escalated: '无人确认',
  repeated: '仍未确认',
  assigned: '请你处理',
  commented: '有人提到你',
  'statement-submitted': '有文案待审批',
  acknowledged: '已确认',
  lowered: '已降级',
  closed: '已关闭',
  false_alarm: '误报，已关闭',
  merged: '已并入另一条预警',
  reopened: '重新打开',
  test: '测试消息',
};

/** `◆ 橙`: shape and word, for messages without colour. Internal: never in a public statement. */
export function levelMark(level: Level): string {
  return `${MARKS[level]} ${LEVEL_WORDS[level].zh}`;
}

export function changeWord(change: AlertChangeKind | 'test'): string {
  return CHANGES[change] ?? '预警变化';
}

/**
 * What happened, one Chinese sentence: the clearest number first, then what people say, the gravest first, then how it
 * spreads.
 */
export function sentence(alert: Pick<Alert, 'findings'>, watchName: string): string {
  const [main, ...others] = byTelling(alert.findings);
  const rules = others.filter((f) => f.baseline.kind === 'rule');
  const spreads = rules.filter(isSpreading);
  const claims = rules.filter((f) => !isSpreading(f)).filter(tellsMore);
  const parts = [main, ...leap(main, others), ...claims.slice(0, 2), ...spreads.slice(0, 2)].filter(
    (f) => f !== undefined,
  );
  if (parts.length === 0) return `${watchName}：登记的事实达到预警条件。`;
  const told = parts.slice(0, MAX_CLAUSES);
  const late = lateWord(told);
  return `${watchName}：${[...told.map(clause), ...(late === null ? [] : [late])].join('；')}。`;
}

/**
 * What happened when an alert was at its worst, and when that was unless it is being found now: a report is read days
 * later. Where nothing was found, as `sentence`.
 */
export function worstSentence(
  alert: Pick<Alert, 'findings'>,
  peak: Finds | undefined,
  watchName: string,
  now: Instant,
): string {
  const said = sentence(peak ?? alert, watchName);
  return peak !== undefined && isPast(peak, now) ? said.replace(/。$/, `（${momentWord(peak.at)}）。`) : said;
}

/**
 * What happened, in the fewest words: a text message has room for a line, and whoever is woken has to hear of a death
 * before a number. Empty where nothing was found.
 */
export function briefly({ findings }: Pick<Alert, 'findings'>): string {
  const [main] = byTelling(findings);
  const late = main === undefined ? null : lateWord([main]);
  return `${shortly(findings)}${late === null ? '' : `（${late}）`}`;
}

function shortly(findings: readonly Finding[]): string {
  const [main] = byTelling(findings);
  const claim = gravestClaim(findings);
  if (main === undefined) return '';
  if (claim === null) return happening(main);
  const claimed = `${claim.observed} 个账号提到${aboutWord(claim)}${harmWord(claim)}（未核实）`;
  if (main === claim) return claimed;
  return `${claimed}；${isVolume(main) ? seenWord(main).replace(/^近 /, '') : happening(main)}`;
}

/** That it is complaints which grew, where the first number counts all that is said. */
function leap(main: Finding | undefined, others: readonly Finding[]): readonly Finding[] {
  return main?.facts.measure === 'total'
    ? others.filter((f) => f.detector === 'negative-share').slice(0, 1)
    : [];
}

/** A grave claim never stands without its caveat: a lock screen may cut whatever comes later. */
function clause(finding: Finding): string {
  return `${happening(finding)}${finding.detector === 'severity' ? '（未核实）' : ''}`;
}

/** Who fell ill is hurt as well: the same people mentioned twice would look like two troubles. */
function tellsMore(finding: Finding, _: number, all: readonly Finding[]): boolean {
  return finding.key !== 'sev.injury' || all.every(({ key }) => key !== 'sev.food_poisoning');
}

/** Before what happened: "发出 10 分钟无人确认，转给 李四（值班经理）。" Confirmed before: "重新要求确认后 10 分钟…". */
export function passingWords({ waited, people, askedAgain = false }: Passing): string {
  const to = people.length === 0 ? '' : `，转给 ${people.join('、')}`;
  const since = askedAgain ? '重新要求确认后' : '发出';
  return `${since} ${duration(Math.max(1, Math.round(waited / MINUTE)))}无人确认${to}。`;
}

/** Before what happened: "已发出 4 小时，仍无人确认，讨论还在继续。" */
export function repeatingWords({ waited }: Repeating): string {
  return `已发出 ${duration(Math.max(1, Math.round(waited / MINUTE)))}，仍无人确认，讨论还在继续。`;
}

const MAX_COMMENT_LENGTH = 120;

/** Before what happened: who asks, or what they say. */
export function askedWords({ by, to }: AlertRequest, comment: string | null): string {
  if (comment === null) return to === null ? '' : `${by} 请 ${to} 处理。`;
  const letters = [...comment.replace(/\s+/g, ' ')];
  const text =
    letters.length <= MAX_COMMENT_LENGTH ? letters : [...letters.slice(0, MAX_COMMENT_LENGTH - 1), '…'];
  return `${by}：“${text.join('')}” `;
}

/** That a statement waits to be approved by somebody else. */
export function approvalWords(by: string, title: string): string {
  return `${by} 送审文案《${title}》，请审批。`;
}

/** More than three clauses are no sentence. */
const MAX_CLAUSES = 3;

/** How unusual, with what it is held against: "近 1 小时负面 86 条，平时 9 条（对照过去 28 天同一时段）". */
export function unusual(finding: Finding): string {
  const { baseline, expected, usualHigh } = finding;
  if (baseline.kind === 'rule') return happening(finding);
  if (baseline.kind === 'own-history')
    return `${happening(finding)}（与自身 ${baseline.days} 天历史相比${leftOut(finding)}）`;
  const compared = `对照过去 ${baseline.days} 天`;
  if (isObservation(finding)) return `${happening(finding)}（${compared}同一时段${leftOut(finding)}）`;
  const seen = seenWord(finding);
  if (baseline.kind === 'cold-start') return `${seen}；${tooNew(finding)}`;
  const high = usualHigh === null ? '' : `，通常不超过 ${usualHigh} 条`;
  return `${seen}，平时 ${amount(expected ?? 0)} 条${high}（${compared}${sameHours(finding)}${leftOut(finding)}）`;
}

/** Whatever a feed brought that was added in the last week is not compared with the weeks before it. */
function leftOut({ facts }: Finding): string {
  return typeof facts.leftOut === 'number' ? `，不含新来源的 ${facts.leftOut} 条` : '';
}

/** How far it went: reach, areas, copies, hot list; only what is known. */
export function spread(alert: Pick<Alert, 'metrics'>): string {
  const { reach_24h: reach, distinct_areas_6h: areas, hot_rank: rank } = alert.metrics;
  const copies = copyShare(alert);
  const parts = [
    reach ? `24 小时估计触达 ${people(reach)}` : '',
    areas ? `涉及 ${areas} 个片区` : '',
    copies === null ? '' : `转载占 ${percent(copies)}`,
    rank === undefined ? '' : `热榜第 ${rank} 位`,
  ];
  return parts.filter((part) => part !== '').join('，');
}

/** Points between the ends of an interval beyond which a message keeps it to itself. */
export const SHORT_INTERVAL = 20;

/** `风险指数 61（52–70，满分 100）`; without the interval where it is wide or not known. */
export function riskWords({ index, interval }: Alert['risk']): string {
  const short = interval !== undefined && interval.hi - interval.lo <= SHORT_INTERVAL;
  const range = short ? `${Math.round(interval.lo)}–${Math.round(interval.hi)}，` : '';
  return `风险指数 ${Math.round(index)}（${range}满分 100）`;
}

/** Share of copies in the last six hours, 0..1; null when unknown. */
export function copyShare(alert: Pick<Alert, 'metrics'>): number | null {
  return alert.metrics.duplicate_ratio_6h ?? null;
}

/** A stored reason in words: "中断独立作者 12（≥ 10）". Unknown text is given back as it is. */
export function reasonWords(text: string): string {
  const reason = reasonOf(text);
  if (reason === null) return text;
  const op = reason.op.replace('>=', '≥').replace('<=', '≤').replace('==', '=');
  return `${METRICS[reason.metric]?.zh ?? reason.metric} ${amount(reason.observed)}（${op} ${reason.threshold}）`;
}
