import { cut } from '../mention/clean.ts';
import { platformWord } from '../mention/platform-words.ts';
import { LEVEL_WORDS } from '../playbook/crisis-desk.ts';
import { duration, percent } from '../quantity-words.ts';
import { TOUCHPOINT_WORDS } from '../reading/touchpoint-words.ts';
import type { Level } from '../risk/grade.ts';
import type { Part } from '../statistics/share-difference.ts';
import { wilson } from '../statistics/wilson.ts';
import { MINUTE } from '../time.ts';
import type { ReportAlert, ReportFacts, TouchpointFacts } from './report-facts.ts';
import {
  BROKEN_WORDS,
  changeWords,
  FEW,
  grouped,
  growthWord,
  LEVELS_DOWN,
  NOTHING_BEFORE,
  pointsWords,
  shareWord,
  spanWords,
} from './report-words.ts';

const MIN_SENTENCES = 3;
const MAX_SENTENCES = 6;

/**
 * What stands out, three to six sentences: alerts, how much was said and how angrily, what of, what got worse or
 * better, and what is not known. Each says first what was seen.
 */
export function summaryOf(facts: ReportFacts): readonly string[] {
  const told = [
    alertSentence(facts),
    volumeSentence(facts),
    shareSentence(facts),
    storySentence(facts),
    touchpointSentence(facts),
    gapSentence(facts),
  ].filter((sentence) => sentence !== null);
  return (told.length < MIN_SENTENCES ? [...told, sourceSentence(facts)] : told).slice(0, MAX_SENTENCES);
}

export const isOpen = ({ status }: ReportAlert): boolean => status === 'open' || status === 'acknowledged';

/** `1 红、2 蓝` */
export function levelTally(alerts: readonly { readonly level: Level }[]): string {
  return LEVELS_DOWN.flatMap((level) => {
    const count = alerts.filter((alert) => alert.level === level).length;
    return count === 0 ? [] : [`${count} ${LEVEL_WORDS[level].zh}`];
  }).join('、');
}

export function alertSentence({ alerts, alertsBefore, period }: ReportFacts): string {
  const { now, before } = spanWords(period);
  const fresh = alerts.filter(({ openedAt }) => openedAt >= period.from);
  const carried = alerts.length - fresh.length;
  const compared = alertsBefore === null ? '' : `（${before} ${alertsBefore} 条）`;
  const [gravest] = alerts;
  if (gravest === undefined) return `${now}没有预警${alertsBefore === 0 ? `，${before}也没有` : compared}。`;
  const counted =
    fresh.length === 0
      ? `${now}没有新的预警${compared}，此前留下的 ${carried} 条（${levelTally(alerts)}）`
      : `${now}有 ${fresh.length} 条新预警${compared}${carried > 0 ? `，另有 ${carried} 条是此前留下的，合计` : '：'}${levelTally(alerts)}`;
  const open = alerts.filter(isOpen).length;
  const left = open === 0 ? '到成稿时都已关闭' : `到成稿时还有 ${open} 条没有关闭`;
  return `${counted}；${left}。最重的一条是${LEVEL_WORDS[gravest.level].zh}色：${gravest.sentence}`;
}

export function volumeSentence(facts: ReportFacts): string {
  const { volume, period, sources } = facts;
  const { now, before } = spanWords(period);
  if (volume.now.count === 0) {
    const past = volume.before?.count;
    const earlier =
      past === undefined
        ? NOTHING_BEFORE
        : past === 0
          ? `${before}也没有`
          : `${before}有 ${grouped(past)} 条`;
    const blind = sources.feeds > 0 && sources.readable === 0;
    return `${now}没有收到提及，${earlier}${blind ? '；没有一个来源读得到，所以不能说明没有人提到' : ''}。`;
  }
  const { count, copies, authors } = volume.now;
  const apart = oneSidedClause(facts);
  const people = `${authors.exact ? '' : '约 '}${grouped(authors.authors)} 位作者`;
  const compared = volume.before === null ? '' : `，${before} ${grouped(volume.before.count)} 条`;
  return `${now}共有 ${grouped(count)} 条提及（${people}，其中转载 ${grouped(copies)} 条${compared}），${changeWords(volume.growth, before)}${apart === null ? '' : `；${apart}`}。`;
}

/** Which platforms came or went; null where none did. */
function oneSidedClause({ oneSided, period }: ReportFacts): string | null {
  const words = spanWords(period);
  const said = (['before', 'now'] as const).flatMap((side) => {
    const names = oneSided
      .filter(({ missing }) => missing === side)
      .map(({ platform }) => platformWord(platform));
    return names.length > 0 ? [`${words[side]}没有一直读到${names.join('、')}的内容`] : [];
  });
  return said.length === 0 ? null : said.join('，');
}

/** The same with what it means for comparisons, so that nobody takes it for more or less being said. */
export function oneSidedSentence(facts: ReportFacts): string | null {
  const clause = oneSidedClause(facts);
  return (
    clause &&
    `${clause}：触点、期望和诉求的涨落只比较两段都读到的平台，词语不分平台，不判断涨落；条数和声量仍全部计入。`
  );
}

const partOf = ({ negative, count }: { readonly negative: number; readonly count: number }): Part => ({
  hits: negative,
  n: count,
});

export function shareSentence({ volume, period }: ReportFacts): string | null {
  const { now, before } = volume;
  if (now.count === 0) return null;
  if (now.count < FEW) return `其中负面 ${now.negative} 条，总数太少，占比不足为凭。`;
  const share = { p: now.negative / now.count, ...wilson(now.negative, now.count) };
  const said = `负面 ${grouped(now.negative)} 条，占 ${shareWord(share)}`;
  const word = spanWords(period).before;
  if (before === null) return `${said}，${NOTHING_BEFORE}。`;
  if (before.count < FEW) return `${said}；${word}只有 ${before.count} 条，无从比较。`;
  const [one, other] = [partOf(now), partOf(before)];
  return `${said}，${pointsWords(one, other, word)}；${word}占 ${percent(before.negative / before.count)}。`;
}

/** Titles are sentences of posts: in a sentence of ours there is room for their beginning. */
const MAX_TITLE_LENGTH = 26;

/** What is quoted was said by people on the net: a title cut short may have lost its doubt. */
const QUOTED = '引号里是网上的原话，未经核实。';

export function storySentence({ stories, period }: ReportFacts): string | null {
  const [first, ...others] = stories.filter(({ stage }) => stage !== 'evergreen');
  const [usual] = stories;
  if (usual === undefined) return null;
  if (first === undefined) {
    return `${spanWords(period).now}没有突出的事件，说得最多的是日常话题${titleWord(usual)}（${grouped(usual.count)} 条）。${QUOTED}`;
  }
  const copied = first.copies > 0 ? `，其中转载 ${grouped(first.copies)} 条` : '';
  const said = `说得最多的事件是${titleWord(first)}（${grouped(first.count)} 条${copied}）`;
  const [second] = others;
  if (second === undefined) return `${said}。${QUOTED}`;
  const angriest = others.toSorted((a, b) => b.negative - a.negative)[0] ?? second;
  const other =
    angriest.negative > first.negative
      ? `负面最多的是${titleWord(angriest)}（${grouped(angriest.count)} 条，负面 ${grouped(angriest.negative)} 条）`
      : `其次是${titleWord(second)}（${grouped(second.count)} 条）`;
  return `${said}；${other}。${QUOTED}`;
}

function titleWord({ title }: { readonly title: string }): string {
  return title.length <= MAX_TITLE_LENGTH ? `“${title}”` : `“${cut(title, MAX_TITLE_LENGTH)}…”`;
}

/** The touchpoint that changed most surely, what got worse before what got better; null where chance explains all. */
export function touchpointSentence({ touchpoints, period }: ReportFacts): string | null {
  const { before } = spanWords(period);
  const [worse] = touchpoints.filter(({ direction }) => direction === 'rising');
  const [better] = touchpoints.filter(({ direction }) => direction === 'falling');
  const clauses = [worse, better].flatMap((row) =>
    row === undefined ? [] : [touchpointClause(row, before)],
  );
  return clauses.length === 0 ? null : `${clauses.join('；')}。`;
}

function touchpointClause(row: TouchpointFacts, before: string): string {
  const { touchpoint, count, growth } = row;
  const most = row.dimensions.toSorted((a, b) => b.count - a.count)[0];
  const about = most && most.count > 0 ? `，说得最多的是${BROKEN_WORDS[most.dimension]}` : '';
  const change =
    growth === null || growth.ratio === null ? `${before}没有` : `是${before}的 ${growthWord(growth)}`;
  return `抱怨${TOUCHPOINT_WORDS[touchpoint]}的原帖 ${grouped(count)} 条，${change}${row.direction === 'rising' ? about : ''}`;
}

/** What could not be seen; null where nothing was missing that this is heard by. */
export function gapSentence({ sources, volume, period }: ReportFacts): string | null {
  const [longest] = sources.outages
    .filter(({ share }) => share !== 0)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
  if (longest === undefined) return null;
  const { now } = spanWords(period);
  const others = sources.outages.filter(({ share }) => share !== 0).length - 1;
  const part = longest.share === null ? '' : `（平时约有 ${percent(longest.share)} 的提及由它而来）`;
  const gaps = volume.bars.some(({ incomplete }) => incomplete)
    ? '，这些时候的数字可能偏少，不能当作平静'
    : '';
  const more = others > 0 ? `，另有 ${others} 次中断` : '';
  return `${now}“${longest.feed}”有 ${duration((longest.to - longest.from) / MINUTE)}读不到${part}${more}${gaps}。`;
}

export function sourceSentence({ sources, period }: ReportFacts): string {
  const { now } = spanWords(period);
  if (sources.feeds === 0) return `${now}没有设置来源，只有推送和导入的内容。`;
  const { feeds, readable } = sources;
  if (readable === feeds && sources.outages.length === 0) {
    return `${now} ${feeds} 个来源都读得到，没有中断，数字是完整的。`;
  }
  return `${now} ${feeds} 个来源里有 ${readable} 个读得到。`;
}
