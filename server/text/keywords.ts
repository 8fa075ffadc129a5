import type { Reading } from './reading.ts';
import type { Words } from './words/segmenter.ts';
import type { TrieLayout } from './words/word-layout.ts';
import { rarityOf } from './words/words.ts';

const MAX_KEYWORDS = 10;
const MIN_KEYWORD_LENGTH = 2;
const MAX_KEYWORD_LENGTH = 12;
/** Words remembered with what they weigh; a language has about so many in use. */
const REMEMBERED = 60_000;

/** What jieba takes for content and says nothing here. */
const EMPTY = new Set(
  `没有 觉得 知道 感觉 希望 认为 以为 看到 看见 听到 听说 发现 告诉 表示 成为 开始 进行 需要 想要 可能 应该 出来 起来
  下来 下去 过来 过去 回来 出去 上去 上来 进去 进来 有人 有点 有些 时候 东西 事情 大家 人家 别人 自己 朋友 个人
  地方 方面 情况 样子 意思 话说 一样 不到 不了 不会 不能 不要 不是 不用 不想 不行 不知道 没什么 有没有 是不是
  能不能 会不会 要不要 真的 真是 好像 看看 想想 说说 试试 有时候 回复 转发 微博 链接 网页 图片 视频 全文 展开
  谢谢 哈哈 哈哈哈 呵呵 嘻嘻 啊啊啊
  正好 刚好 恰好 顺便 随便 突然 忽然 直接 重新 继续 完全 根本 实在 确实 肯定 基本 最好 还好 至少 差点 提前 连续 算是
  算了 像是 貌似 据说 估计 看来 看起来 看着 看样子 全都 总体 整体 实际 具体 相关 关键 重要 明显 是否 能够 无法 没法
  只能 不可 不让 不够 不知 请问 干嘛 要死 忍不住 愿意 懒得 准备 打算 考虑 想到 想起 想象 遇到 碰到 得到 做到 找到
  拿到 变成 改成 放在 属于 导致 出现 存在 剩下 说好 我会 很大 很小 很多 问题 原因 时间 小时 分钟 日子 事儿 点儿 玩意
  块钱 没事 分享 使用 有限公司 特么 尼玛 卧槽 神马 老子 tm`.split(/\s+/),
);
/** Single characters that are words of their own so often that two of them side by side are none. */
const COMMON =
  '的一是了不在有人我他她它这那个们来到大小上下里中为和与就都也还又很太更最没要会能可说去看让给把被对从向用得着过好多少想做叫吃买卖打开关时年月日号点分元块次天家您你啊吧呢吗呀哦嗯才再只但而且或及以之其所如果因于等每各某该本将并却便则即使当自由';
/** What two or three rare characters side by side weigh: a word or a name that no dictionary lists. */
const UNLISTED = 9;
const MAX_NAME_LENGTH = 3;

const HAN = /^[\u4e00-\u9fff]+$/;
const LATIN = /^[a-z0-9]+$/;
/** Hotlines: 12345, 12306, 95588. Other numbers say nothing by themselves, and telephones shall not be kept. */
const HOTLINE = /^(12\d{3}|9[56]\d{3})$/;
/** So many digits in a row in a word of letters are someone's number: qq1234567, wx13812345. */
const CONTACT = /\d{5}/;

const weights = new Map<string, number>();

/** 0 for what is no keyword. */
function weightOf(word: string): number {
  const known = weights.get(word);
  if (known !== undefined) return known;
  if (weights.size >= REMEMBERED) weights.clear();
  // What begins with a digit is no word: jieba would part it after the digits.
  const weight = weigh(word, /^\d/.test(word) ? 0 : rarityOf(word));
  weights.set(word, weight);
  return weight;
}

/** What the words of a dictionary weigh, by their cells; −1 where nobody has asked. */
let byCell = new Float64Array(0);
let layout: TrieLayout | null = null;

function weightOfCell(words: Words, cell: number, text: string, start: number, end: number): number {
  if (words.layout !== layout) {
    layout = words.layout;
    byCell = new Float64Array(layout.cells.length >> 1).fill(-1);
    byCell[0] = 0;
  }
  const known = byCell[cell] as number;
  if (known >= 0) return known;
  const weight = weigh(text.slice(start, end), layout.rarities[cell] as number);
  byCell[cell] = weight;
  return weight;
}

function weigh(word: string, rarity: number): number {
  if (EMPTY.has(word)) return 0;
  if (/^\d+$/.test(word)) return HOTLINE.test(word) ? UNLISTED : 0;
  if (CONTACT.test(word)) return 0;
  if (!HAN.test(word) && !(LATIN.test(word) && /[a-z]{2}/.test(word))) return 0;
  return Math.max(0, rarity);
}

const LETTER = 1;
const RARE = 2;
const BRACKET = 3;
const MARKUP = 4;

/** What a single unit can be part of. */
const kinds = new Uint8Array(0x1_0000);
for (let unit = 0x4e00; unit <= 0x9fff; unit++) kinds[unit] = RARE;
for (const character of COMMON) kinds[character.charCodeAt(0)] = 0;
for (const character of '0123456789abcdefghijklmnopqrstuvwxyz') kinds[character.charCodeAt(0)] = LETTER;
kinds['['.charCodeAt(0)] = BRACKET;
for (const mark of '<&') kinds[mark.charCodeAt(0)] = MARKUP;

/** What the word at [start, end) can be part of when it is of one unit. */
function kindOf(text: string, start: number, end: number): number {
  return end - start === 1 ? (kinds[text.charCodeAt(start)] as number) : 0;
}

/** Number of the word that ends an emoticon written as a word, [微笑]; `at` where there is none. */
function endOfEmoticon(text: string, ends: readonly number[], at: number): number {
  for (let end = at + 1; end < Math.min(at + 5, ends.length); end++) {
    if (
      (ends[end] as number) - (ends[end - 1] as number) === 1 &&
      text.charAt(ends[end - 1] as number) === ']'
    )
      return end;
  }
  return at;
}

const TAG =
  /<\/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?\/?>|&(?:nbsp|quot|amp|[lg]t|apos|ldquo|rdquo|#\d{1,6});/y;

/** Number of the word that ends the tag or entity which begins at `start`; `at` where none does. */
function endOfMarkup(text: string, ends: readonly number[], at: number, start: number): number {
  TAG.lastIndex = start;
  if (!TAG.test(text)) return at;
  let last = at;
  while (last + 1 < ends.length && (ends[last] as number) < TAG.lastIndex) last++;
  return last;
}

/** Candidates of the text in hand, in the order met: where each stands first, and what it weighs in all. */
const starts: number[] = [];
const ends: number[] = [];
const totals: number[] = [];
const BUCKETS = 512;
/** By bucket, the number of the last candidate in it, from 1; and of each candidate the one before it there. */
const lastOf = new Int32Array(BUCKETS);
const before: number[] = [];
/** Candidates that weigh most, weightiest first. */
const best = new Int32Array(MAX_KEYWORDS);

/**
 * Up to ten words that say what a text is about, weightiest first (occurrences × rarity, as tf–idf has it;
 * what comes first of equals). Letters in a row are put together again, and two or three rare characters in a
 * row, which is what the segmenter makes of a name it does not know.
 */
export function keywordsOf({ text, words }: Reading): readonly string[] {
  forget();
  const { ends: wordEnds, cells } = words;
  let end = 0;
  for (let at = 0; at < wordEnds.length; at++) {
    const start = end;
    end = wordEnds[at] as number;
    const kind = kindOf(text, start, end);
    if (kind === BRACKET || kind === MARKUP) {
      at = kind === BRACKET ? endOfEmoticon(text, wordEnds, at) : endOfMarkup(text, wordEnds, at, start);
      end = wordEnds[at] as number;
      continue;
    }
    const cell = cells[at] as number;
    const first = at;
    if (kind !== 0) {
      while (at + 1 < wordEnds.length && kindOf(text, end, wordEnds[at + 1] as number) === kind)
        end = wordEnds[++at] as number;
    }
    const size = end - start;
    if (size < MIN_KEYWORD_LENGTH || size > MAX_KEYWORD_LENGTH) continue;
    let weight = 0;
    if (kind === RARE) weight = size <= MAX_NAME_LENGTH ? UNLISTED : 0;
    else if (first === at) weight = weightOfCell(words, cell, text, start, end);
    else weight = weightOf(text.slice(start, end));
    if (weight > 0) count(text, start, end, weight);
  }
  return weightiest(text);
}

function forget(): void {
  starts.length = 0;
  ends.length = 0;
  totals.length = 0;
  before.length = 0;
  lastOf.fill(0);
}

/** Adds to what a candidate weighs, or to the candidates. */
function count(text: string, start: number, end: number, weight: number): void {
  const bucket = (text.charCodeAt(start) * 7 + text.charCodeAt(end - 1) + end - start) & (BUCKETS - 1);
  for (let at = lastOf[bucket] as number; at !== 0; at = before[at - 1] as number) {
    const other = starts[at - 1] as number;
    if ((ends[at - 1] as number) - other !== end - start || !repeats(text, other, start, end)) continue;
    totals[at - 1] = (totals[at - 1] as number) + weight;
    return;
  }
  starts.push(start);
  ends.push(end);
  before.push(lastOf[bucket] as number);
  lastOf[bucket] = totals.push(weight);
}

/** Whether what stands at [start, end) stands at `other` too. */
function repeats(text: string, other: number, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== text.charCodeAt(other + at - start)) return false;
  }
  return true;
}

/** The words of the weightiest candidates; of equals what comes first. */
function weightiest(text: string): readonly string[] {
  let kept = 0;
  for (let candidate = 0; candidate < totals.length; candidate++) {
    const weight = totals[candidate] as number;
    let at = kept;
    while (at > 0 && (totals[best[at - 1] as number] as number) < weight) at--;
    if (at === MAX_KEYWORDS) continue;
    if (kept < MAX_KEYWORDS) kept++;
    for (let lower = kept - 1; lower > at; lower--) best[lower] = best[lower - 1] as number;
    best[at] = candidate;
  }
  const found: string[] = [];
  for (let at = 0; at < kept; at++) {
    const candidate = best[at] as number;
    found.push(text.slice(starts[candidate], ends[candidate]));
  }
  return found;
}
