import type { AlertRow } from '../api/client.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { alertSentence, aloneSentence } from './finding-words.ts';
import { f, t } from './say.svelte.ts';

type Said = Pick<AlertRow, 'watchName' | 'sentence' | 'main' | 'claim'> &
  Partial<Pick<AlertRow, 'worst' | 'lately'>>;

/** What happened, whom it happened to first, in the language in use. */
export function alertSaid(row: Said): string {
  if (preferences.language === 'zh') return row.sentence;
  return alertSentence({ worst: null, lately: null, ...row }, f, t());
}

/** The same below a heading that has named the watch already. */
export function alertSaidOf(row: Said): string {
  return aloneSentence(alertSaid(row), row.watchName, t());
}

/** The language of what is said. */
export const saidIn = (): 'zh-CN' | undefined => (preferences.language === 'zh' ? 'zh-CN' : undefined);
