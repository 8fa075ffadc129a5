import { platformWord } from '../../mention/platform-words.ts';
import { amount, momentWord } from '../../quantity-words.ts';
import { TOUCHPOINT_WORDS } from '../../reading/touchpoint-words.ts';
import type { FixSide } from '../../service/fix-estimate.ts';
import type { FixProof } from '../../service/fix-proof.ts';
import type { FixVerdict } from '../../service/fix-verdict.ts';
import { intervalCell } from '../cells.ts';
import type { ReportFacts } from '../report-facts.ts';
import type { Block, Cell, Column } from '../report-snapshot.ts';
import { SERVQUAL_WORDS } from '../report-words.ts';

/** As the page of expectations calls them. */
export const VERDICT_WORDS: Readonly<Record<FixVerdict | 'short' | 'doubtful', string>> = {
  better: '有效',
  worse: '变差',
  unclear: '看不出变化',
  doubtful: '不下结论',
  early: '还太早',
  few: '改进前抱怨太少',
  short: '改进前数据不足两周',
};

const HOW =
  '改进前后各取同样多的整周，改进当天不算，转载不重复算，括号里是 95% 区间。占比和每天的抱怨都变得超出偶然、与再往前比也一样，去年同期又没有同样变化，才说有效或变差；没有去年同期的数据时，季节的影响无从排除。同一时间发生的别的事也会影响占比：它说明变没变，不说明为什么变。';

type Fix = ReportFacts['fixes'][number];

/** What came of fixes, and what that tells. */
export function fixTable({ fixes }: ReportFacts): readonly Block[] {
  if (fixes.length === 0) return [];
  const several = new Set(fixes.map(({ watchId }) => watchId)).size > 1;
  const columns: readonly Column[] = [
    { name: '做了什么', width: 5 },
    ...(several ? [{ name: '方案', width: 3 }] : []),
    { name: '触点与期望', width: 3 },
    { name: '生效', width: 3 },
    { name: '此前抱怨占比', width: 3 },
    { name: '此后抱怨占比', width: 3 },
    { name: '抱怨', width: 4 },
    { name: '占比相差', width: 3 },
    { name: '结论', width: 5 },
  ];
  const rows = fixes.map((fix): readonly Cell[] => [
    fix.title,
    ...(several ? [fix.watchName] : []),
    aboutCell(fix),
    momentWord(fix.doneAt),
    fix.proof.weeks === 0 ? null : intervalCell(fix.proof.before.share),
    fix.proof.weeks === 0 ? null : intervalCell(fix.proof.after.share),
    countsCell(fix.proof),
    differenceCell(fix.proof),
    verdictCell(fix.proof),
  ]);
  return [
    { kind: 'table', title: '改进与验证（按原帖算，转载不重复算）', columns, rows },
    { kind: 'text', text: HOW },
  ];
}

function aboutCell({ touchpoint, dimension }: Fix): string {
  return `${TOUCHPOINT_WORDS[touchpoint]}，${dimension === null ? '整个触点' : SERVQUAL_WORDS[dimension]}`;
}

/** Of how many, and how many that is a day: a share alone hides whether it was the complaints that changed. */
function countsCell({ weeks, before, after }: FixProof): Cell {
  if (weeks === 0) return null;
  const of = ({ complaints, mentions, perDay }: FixSide) =>
    `${complaints} / ${mentions} 条，每天 ${amount(perDay)} 条`;
  return `此前 ${of(before)}；此后 ${of(after)}`;
}

function differenceCell({ difference }: FixProof): Cell {
  if (difference === null) return null;
  const { value, lo, hi } = difference;
  return `${points(value)} 个百分点（${points(lo)} 至 ${points(hi)}）`;
}

function points(share: number): string {
  const said = (share * 100).toFixed(1);
  if (Number(said) === 0) return '0.0';
  return said.startsWith('-') ? said.replace('-', '−') : `+${said}`;
}

/** With the reason where a change proves nothing, and what is not counted. */
function verdictCell(proof: FixProof): string {
  const { verdict, weeks, doubt, leftOut } = proof;
  // Nothing to compare with is another matter than few complaints.
  const short = verdict === 'few' && weeks === 0;
  const said = VERDICT_WORDS[doubt !== null ? 'doubtful' : short ? 'short' : verdict];
  const left = leftOut.length > 0 ? `未计只在一侧出现的${leftOut.map(platformWord).join('、')}` : '';
  const reasons = [doubtWord(proof), left].filter((each) => each !== '');
  return reasons.length === 0 ? said : `${said}（${reasons.join('；')}）`;
}

function doubtWord({ doubt, silent, before, after, others, lastYear, overlapping }: FixProof): string {
  const fell = (after.share.p ?? 0) < (before.share.p ?? 0);
  switch (doubt) {
    case null:
      return '';
    case 'silence':
      return `没有一直看到${silent.map(platformWord).join('、')}的内容`;
    case 'unusual':
      return `改进前一段${fell ? '高' : '低'}于平常，${fell ? '回落' : '回升'}本可预期`;
    case 'volume':
      return fell
        ? '每天的抱怨没有明显变少，多半是别的内容多了'
        : '每天的抱怨没有明显变多，多半是别的内容少了';
    case 'alike':
      return `其余的抱怨同期也${changeWord(others, fell)}，幅度相近`;
    case 'season':
      return lastYear === null
        ? `正好赶上供热季开始或结束，抱怨本来就会变${fell ? '少' : '多'}，没有去年同期的数据可比`
        : `去年同期的抱怨也${changeWord(lastYear, fell)}，幅度相近`;
    case 'trend':
      return `改进前抱怨已经在一周周变${fell ? '少' : '多'}，改进后只是照样${fell ? '往下' : '往上'}走`;
    case 'overlap':
      return `同一触点这几周还做了${overlapping.map(({ title }) => `「${title}」`).join('、')}，分不出是哪一项的作用`;
  }
}

function changeWord(aDay: FixProof['others'], fell: boolean): string {
  return `从每天 ${amount(aDay?.before ?? 0)} 条${fell ? '降' : '升'}到 ${amount(aDay?.after ?? 0)} 条`;
}
