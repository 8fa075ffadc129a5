import type { AlertRow } from '../api/client.ts';
import { dayOf } from '../range.ts';
import * as format from './format.ts';
import type { Words } from './zh.ts';

/** `红级：00:58 前研判，01:07 前上报`; null where nothing is owed. */
export function owedSentence(
  { level, owed }: Pick<AlertRow, 'level' | 'owed'>,
  now: number,
  moment: (at: number) => string,
  words: Words,
): string | null {
  if (owed.length === 0) return null;
  const { owed: say } = words;
  const when = (at: number): string => (dayOf(at) === dayOf(now) ? format.clockTime(at) : moment(at));
  const parts = owed.map(({ what, dueAt }) =>
    dueAt < now ? say.late(say.what[what], when(dueAt)) : say.due(say.what[what], when(dueAt)),
  );
  return `${say.level(words.codes.level[level])}${words.common.colon}${parts.join(words.common.comma)}`;
}
