import { momentWord } from '../../core/quantity-words.ts';
import type { ReportPrint } from '../../core/report/report.ts';

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** `三、` before the title of a section. */
export function ordinal(place: number): string {
  return `${NUMERALS[place] ?? place + 1}、`;
}

/** `陈分析 11月23日 09:00 成稿；周雪 11月24日 10:00 修改（第 2 版）` */
export function madeWord({ madeBy, madeAt, amended, watches }: ReportPrint): string {
  const of = watches.length > 1 ? `；监测方案：${watches.join('、')}` : '';
  const since =
    amended === null ? '' : `；${amended.by} ${momentWord(amended.at)} 修改（第 ${amended.version} 版）`;
  return `${madeBy === null ? '' : `${madeBy} `}${momentWord(madeAt)} 成稿${since}${of}`;
}
