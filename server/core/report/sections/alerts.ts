import { LEVEL_WORDS } from '../../playbook/crisis-desk.ts';
import { duration, momentWord } from '../../quantity-words.ts';
import { median } from '../../statistics/median.ts';
import { MINUTE } from '../../time.ts';
import type { ReportAlert, ReportFacts } from '../report-facts.ts';
import type { Block, Cell, Section } from '../report-snapshot.ts';
import { spanWords } from '../report-words.ts';
import { alertSentence, levelTally } from '../summary.ts';

/** So many are listed; all are counted. */
const MAX_ROWS = 100;

/** Which alerts there were, how fast people were there, and what became of them. */
export function alertSection(facts: ReportFacts): Section {
  const { alerts } = facts;
  const section = { id: 'alerts', title: '预警与处置' } as const;
  if (alerts.length === 0) return { ...section, finding: alertSentence(facts), blocks: [] };
  const table: Block = {
    kind: 'table',
    title: `预警 ${alerts.length} 条（${levelTally(alerts)}），重的在前${alerts.length > MAX_ROWS ? `，列出 ${MAX_ROWS} 条` : ''}`,
    columns: [
      { name: '等级', width: 2 },
      { name: '何时', width: 4 },
      { name: '什么事', width: 11 },
      { name: '谁确认，用时', width: 5 },
      { name: '时限', width: 3 },
      { name: '结果', width: 6 },
    ],
    rows: alerts.slice(0, MAX_ROWS).map((alert) => rowOf(alert, facts)),
  };
  const finding = `${alertSentence(facts)}${timingSentence(facts)}`;
  return { ...section, finding, blocks: [table, { kind: 'text', text: HOW }] };
}

const HOW =
  '等级是到这段时间结束为止到过的最高等级。时限按值守设置计：发出或升级后，到点无人确认就算超时；成稿时仍在时限之内的不算。';

/** `从发帖到预警中位 6 分钟；从预警到确认中位 4 分钟，5 条里 4 条在时限内。` */
function timingSentence({ alerts, period }: ReportFacts): string {
  const fresh = alerts.filter(({ openedAt }) => openedAt >= period.from);
  const found = fresh.flatMap(({ timing }) => timing.found ?? []);
  const confirmed = fresh.flatMap(({ timing }) => timing.confirmed ?? []);
  const judged = fresh.filter(({ timing }) => timing.onTime !== null);
  const parts = [
    ...(found.length > 0 ? [`从发帖到预警的中位数：${spent(median(found))}`] : []),
    ...(confirmed.length > 0 ? [`从预警到确认的中位数：${spent(median(confirmed))}`] : []),
    ...(judged.length > 0
      ? [`${judged.length} 条里 ${judged.filter(({ timing }) => timing.onTime).length} 条在时限内确认`]
      : []),
  ];
  if (parts.length > 0) return `${parts.join('；')}。`;
  return fresh.length > 0 ? `${spanWords(period).now}的新预警到成稿时都没有人确认。` : '';
}

function rowOf(alert: ReportAlert, { watches, madeAt }: ReportFacts): readonly Cell[] {
  const { level, openedAt, timing, confirmedBy } = alert;
  const waited = timing.confirmed === null ? null : spent(timing.confirmed);
  return [
    LEVEL_WORDS[level].zh,
    momentWord(openedAt),
    watches.length > 1 ? `${alert.watchName}：${alert.sentence}` : alert.sentence,
    waited === null ? unconfirmed(madeAt - openedAt) : `${confirmedBy ?? '系统'}，${waited}`,
    timing.onTime === null ? null : timing.onTime ? '按时' : '超时',
    outcomeOf(alert),
  ];
}

function outcomeOf(alert: ReportAlert): string {
  const { status, openedAt, closedAt, closedBy, closingNote, timing } = alert;
  if (closedAt === null && status === 'acknowledged') return '处置中';
  // Somebody confirmed it before it became graver.
  if (closedAt === null) return timing.confirmed === null ? '待确认' : '待再次确认';
  const word = status === 'false_alarm' ? '误报' : '已关闭';
  const by = closedBy === null ? '' : `，${closedBy}`;
  const note = closingNote === null || closingNote === '' ? '' : `：${closingNote}`;
  return `${word}${by}，历时 ${spent(closedAt - openedAt)}${note}`;
}

const unconfirmed = (length: number): string =>
  `没有人确认，${length < MINUTE ? '还' : '已过 '}${spent(length)}`;

function spent(length: number): string {
  return length < MINUTE ? '不到 1 分钟' : duration(length / MINUTE);
}
