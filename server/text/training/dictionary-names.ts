import { readFileSync } from 'node:fs';
import { fold } from '../../core/reading/fold.ts';
import { dictionaryFiles } from '../words/dictionary-files.ts';

/** Of jieba's tags: people (nr), places (ns), bodies (nt), other names (nz). */
const NAMES = new Set(['nr', 'ns', 'nt', 'nz']);
/** 大连市 is a place in the dictionary, and 大连 an adverb; these words without their 市 mean something else. */
const WORDS = new Set(
  '东方 江山 白银 安康 永康 明光 天门 灯塔 温泉 永和 兴平 大中城 文明城 宜居城 特大城 周边城 港口城 田园城 后方城 大城 图书超 网上超 大型超 非上 入 外 各'.split(
    ' ',
  ),
);

/** The names in jieba's dictionary, folded as posts are; towns and provinces also as people call them for short. */
export function readDictionaryNames(): { readonly name: string; readonly place: boolean }[] {
  const names: { readonly name: string; readonly place: boolean }[] = [];
  for (const line of readFileSync(dictionaryFiles().dict, 'utf8').split('\n')) {
    const [word = '', , tag = ''] = line.trim().split(' ');
    if (!NAMES.has(tag)) continue;
    const name = fold(word).text;
    names.push({ name, place: tag === 'ns' });
    const short = tag === 'ns' ? /^(.{2,})[市省]$/.exec(name)?.[1] : undefined;
    if (short !== undefined && !WORDS.has(short)) names.push({ name: short, place: true });
  }
  return names;
}
