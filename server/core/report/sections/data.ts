import { duration, momentWord, percent } from '../../quantity-words.ts';
import { MINUTE } from '../../time.ts';
import type { OutageFacts, ReportFacts } from '../report-facts.ts';
import { timeBefore } from '../report-period.ts';
import type { Block, Section } from '../report-snapshot.ts';
import { CLAIM_WORDS, grouped, periodWord, spanWords } from '../report-words.ts';
import { gapSentence, oneSidedSentence, sourceSentence } from '../summary.ts';

const WHY: Readonly<Record<OutageFacts['why'], string>> = {
  walled: '被对方拦下',
  failing: '取不到',
  suspect: '一向有内容，那时是空的',
  silent: '一向有新内容，那时一条也没有',
  paused: '人工暂停',
};

/** What the figures rest on, and what they do not know. */
export function dataSection(facts: ReportFacts): Section {
  const blocks: readonly (Block | null)[] = [
    outages(facts),
    claims(facts),
    ...[comparison(facts), oneSidedSentence(facts), running(facts), shared(facts), ...READ].map(
      (text): Block | null => (text === null ? null : { kind: 'text', text }),
    ),
  ];
  const finding = gapSentence(facts) ?? sourceSentence(facts);
  return { id: 'data', title: '数据说明', finding, blocks: blocks.filter((block) => block !== null) };
}

/** Of several watches: a post that two of them heed is two mentions. */
function shared({ watches }: ReportFacts): string | null {
  return watches.length > 1
    ? '这是几个方案合在一起的报告：一条内容命中几个方案，就计几次，所以比不重复的内容多。'
    : null;
}

/** How figures come about; the same in each report. */
const READ = [
  '情感由训练过的模型判读，团队改过的以人工为准。负面只算冲着我方的；冲着竞品、平台和其他用户的不算。占比后面括号里是 95% 区间，条数越少区间越宽；区间之外的才说高于或低于。',
  '转载包括截短、引用、改动个别字的近似转载。作者已匿名，数的是人而不是条数；人很多时为估计，标准误差 1.6%。触点靠词表识别，没列进去的说法会漏掉一些。',
  '只包括公开采集、导入和推送的内容，不等于全部舆论。',
];

function outages({ sources }: ReportFacts): Block | null {
  if (sources.outages.length === 0) return null;
  return {
    kind: 'table',
    title: '读不到的来源',
    columns: [
      { name: '来源', width: 5 },
      { name: '从', width: 4 },
      { name: '到', width: 4 },
      { name: '多久', width: 4 },
      { name: '原因', width: 4 },
      { name: '平时占提及', width: 3, figures: true },
    ],
    rows: sources.outages.map(({ feed, from, to, why, lasting, share }) => [
      feed,
      momentWord(from),
      lasting ? '成稿时还没恢复' : momentWord(to),
      duration((to - from) / MINUTE),
      WHY[why],
      share === null ? null : `约 ${percent(share)}`,
    ]),
  };
}

function claims({ claims, period }: ReportFacts): Block | null {
  if (claims.length === 0) return null;
  const { now, before } = spanWords(period);
  return {
    kind: 'table',
    title: '未经核实的严重说法：有人这样说，不等于发生过',
    columns: [
      { name: '说法', width: 5 },
      { name: now, width: 3, figures: true },
      { name: before, width: 3, figures: true },
    ],
    rows: claims.map(({ severity, count, before: past }) => [CLAIM_WORDS[severity], count, past]),
  };
}

function comparison({ volume, before, period, begun, watches }: ReportFacts): string {
  const posts = `${spanWords(period).now}的数字来自 ${grouped(volume.now.count)} 条提及。`;
  if (before !== null) return `${posts}比较的是之前同样长的时间：${periodWord(before)}。`;
  if (begun === null) return `${posts}此前没有收到过任何内容，所以没有比较。`;
  const moment = momentWord(begun);
  const since = watches.length > 1 ? `有的方案从 ${moment} 才开始监测` : `监测从 ${moment} 开始`;
  if (begun > period.from) return `${posts}${since}，此前的空白不是平静，也没有可比的数据。`;
  const earlier = timeBefore(period);
  if (earlier === null) return `${posts}还没有过完一个小时，所以没有比较。`;
  return `${posts}比较要从 ${momentWord(earlier.from)} 算起，${since}，所以没有比较。`;
}

function running({ period, madeAt }: ReportFacts): string | null {
  if (period.complete) return null;
  return `这段时间在成稿时（${momentWord(madeAt)}）还没有过完，只算到 ${momentWord(period.to)}。`;
}
