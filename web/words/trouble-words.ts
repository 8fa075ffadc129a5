import type { TroubleRow } from '../api/system.ts';
import { bytes } from './bytes.ts';
import { percent } from './format.ts';
import type { Words } from './zh.ts';

/** Every kind of job, also those whose end people never hear of. */
export const jobWords = (words: Words): Readonly<Record<string, string>> => ({
  ...words.codes.job,
  ...words.system.asked,
});

/** `磁盘快满了` */
export function troubleTitle(row: TroubleRow, words: Words): string {
  const { troubles, groups } = words.system;
  switch (row.kind) {
    case 'queue-behind':
      return troubles[row.kind](jobWords(words)[row.detail.kind] ?? row.detail.kind);
    case 'channel-failing':
      return troubles[row.kind](row.detail.name);
    case 'no-worker':
      return troubles[row.kind](groups[row.detail.group]);
    case 'alert-unheard':
      return troubles[row.kind](row.detail.watchName, words.codes.level[row.detail.level]);
    default:
      return troubles[row.kind];
  }
}

/** `发现时只剩 0.8 GB（2.0%）` */
export function troubleWhat(
  row: TroubleRow,
  words: Words,
  duration: (milliseconds: number) => string,
): string {
  const { what, clocks } = words.system;
  const answeredWord = (reason: string) =>
    reason === 'channel-removed' || reason === 'channel-off'
      ? words.codes.hold[reason]
      : what.answered(reason);
  switch (row.kind) {
    case 'queue-behind':
      return what[row.kind](String(row.detail.waiting), duration(row.detail.oldestMs));
    case 'disk-low':
      return what[row.kind](
        bytes(row.detail.freeBytes),
        percent(row.detail.freeBytes / row.detail.totalBytes),
      );
    case 'clock-wrong': {
      const { offsetMs, against } = row.detail;
      return (offsetMs > 0 ? what.fast : what.slow)(duration(Math.abs(offsetMs)), clocks[against]);
    }
    case 'channel-failing': {
      const { why, waiting, reason } = row.detail;
      const failed = why === 'refused' ? what.refused : what.stuck(String(waiting));
      if (reason === null) return failed;
      return `${failed}${words.common.comma}${answeredWord(reason)}`;
    }
    case 'alert-unheard': {
      const { channels, reason } = row.detail;
      const failed = what[row.kind](channels);
      return reason === null ? failed : `${failed}${words.common.comma}${answeredWord(reason)}`;
    }
    case 'no-worker':
      return what[row.kind];
    case 'pruning-held':
      return row.detail.clockOff ? what.ahead : what[row.kind](duration(row.detail.awayMs));
  }
}
