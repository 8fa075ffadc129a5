import { factWord } from '../../words/code-words.ts';
import { t, word } from '../../words/say.svelte.ts';

/** A line `key=value` of a record, in words. */
function wordsOf(line: string): string {
  const at = line.indexOf('=');
  const [key, value] = [line.slice(0, at), line.slice(at + 1)];
  return `${word(t().audit.keys, key)}${t().common.colon}${spoken(key, value)}`;
}

/** Names and words of people. */
const VERBATIM = ['of', 'url', 'name', 'title', 'words', 'playbook', 'step', 'template'];

function spoken(key: string, value: string): string {
  if (key === 'role') return word(t().accounts.roles, value);
  if (key === 'to') return word(t().codes.level, value);
  if (VERBATIM.includes(key)) return value;
  if (key === 'outlet') return word(t().statements.outlets, value);
  if (key === 'job') return word(t().codes.job, value);
  if (key === 'fact') return factWord(value, t());
  if (key === 'fault') return word(t().codes.error, value);
  if (key === 'scope') return word(t().erasures.scopes, value);
  if (key === 'phase') return word(t().life.phases, value);
  return word({ ...t().codes.status, ...t().audit.values }, value);
}

export const detailWords = (detail: string): readonly string[] =>
  detail === '' ? [] : detail.split('\n').map(wordsOf);
