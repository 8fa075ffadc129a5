import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDictionary } from '../../server/text/dictionary.ts';
import { dictionaryFiles } from '../../server/text/dictionary-files.ts';
import { nativeRarity, teach, tokens } from '../../server/text/jieba.ts';
import { normalise } from '../../server/text/normalise.ts';
import { isContent, Rarities } from '../../server/text/rarities.ts';
import { Segmenter } from '../../server/text/segmenter.ts';
import { WordTrie } from '../../server/text/word-trie.ts';
import { addWords, rarityOf, wordsOf } from '../../server/text/words.ts';
import { seeded } from '../support/random.ts';

const cut = (text: string, words = wordsOf(text)) =>
  words.ends.map((end, at) => text.slice(words.ends[at - 1] ?? 0, end));

/** Of its own: what other files of this process taught their readers is not in it, nor in nodejieba. */
const segmenter = new Segmenter(readDictionary(dictionaryFiles()));
/** Whether nodejieba cuts a text otherwise. */
const differs = (text: string) => cut(text, segmenter.cut(text)).join('|') !== tokens(text).join('|');

const sentences = ['lexicon-cases.json', 'own-cases.json'].flatMap((name) =>
  (JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as { text: string }[]).map(
    ({ text }) => normalise(text).text,
  ),
);

describe('words of a text', () => {
  test('are those that nodejieba cuts, in every sentence of our own and where sentences run together', () => {
    const texts = [...sentences, ...sentences.map((text, at) => text + (sentences[at + 1] ?? '').slice(3))];
    expect(texts.filter(differs)).toEqual([]);
  });

  test('are those that nodejieba cuts in noise: rare characters, pairs of units, separators, words cut short', () => {
    const random = seeded(11);
    const pick = <T>(from: ArrayLike<T>) => from[Math.floor(random() * from.length)] as T;
    const bits = [
      '👍',
      '𠮷',
      '🇨🇳',
      '\ufffd',
      ' ',
      '\t',
      '\n',
      '，',
      '。',
      'AT&T',
      'b超',
      'a',
      '9',
      '卡拉ok',
      '',
    ];
    for (let round = 0; round < 300; round++) {
      let text = '';
      for (let part = 0; part < 8; part++) {
        const sentence = pick(sentences);
        const from = Math.floor(random() * sentence.length);
        text += pick(bits) + sentence.slice(from, from + 6).toWellFormed();
        text += String.fromCharCode(0x4e00 + Math.floor(random() * 0x5200));
      }
      expect(differs(text), text).toBe(false);
    }
  });

  test('joined give the text again', () => {
    for (const text of ['', ' ', '停暖三天了, APP 打不开 👍 x\ufffdy\n', '哈'.repeat(9_000)]) {
      expect(cut(text).join('')).toBe(text);
    }
  });

  test('are whole where they are our own, and the library keeps its own', () => {
    expect(cut('小程序里云计算')).toEqual(['小程序', '里', '云计算']);
  });

  test('can be taught, as nodejieba can; one with white space in it cannot match', () => {
    addWords(['听潮舆情', '👍🏻棒', 'a b', '']);
    teach(['听潮舆情', '👍🏻棒']);
    const text = '用听潮舆情看,👍🏻棒';
    expect(cut(text)).toEqual(['用', '听潮舆情', '看', ',', '👍🏻棒']);
    expect(tokens(text)).toEqual(cut(text));
  });
});

describe('how rare a word is', () => {
  const native = (word: string) => nativeRarity(word, (tag) => isContent(tag));
  const said = [...new Set(sentences.flatMap((text) => cut(text)))].filter((word) => word.length > 1);

  test('is what nodejieba says: of every word in our sentences, of stop words and of what is no word', () => {
    expect(said.length).toBeGreaterThan(1_000);
    const others = [
      '热线',
      '电话',
      '因此',
      '已经',
      '12345',
      'app',
      'iphone13',
      'the',
      '云计算',
      '小程序',
      '哈尔滨',
    ];
    const wrong = [...said, ...others]
      .filter((word) => /^[\u4e00-\u9fff]+$|^[a-z]+[a-z0-9]*$/.test(word) && tokens(word).length === 1)
      .filter((word) => rarityOf(word) !== native(word));
    expect(wrong).toEqual([]);
    expect(rarityOf('热线')).toBeGreaterThan(rarityOf('电话'));
    expect(['因此', 'the', '已经'].map(rarityOf)).toEqual([0, 0, 0]);
  });

  test('is told of a word that is taught, as nodejieba tells it', () => {
    // One of its own: that of the thread goes on to the next test file.
    const segmenter = new Segmenter(readDictionary(dictionaryFiles()));
    const taught = ['停供潮', '已经', '因此'];
    segmenter.add(taught);
    teach(taught);
    expect(taught.map((word) => segmenter.rarityOf(word))).toEqual(taught.map(native));
    expect(segmenter.rarityOf('已经')).toBeGreaterThan(0);
  });
});

describe('a tree of words', () => {
  const dictionary = (words: Readonly<Record<string, number>>) => {
    const trie = new WordTrie();
    for (const [word, weight] of Object.entries(words)) trie.add(word, 0, word.length, weight);
    return { trie, least: -10, usual: -5, rarities: new Rarities(trie, [], '甲乙 7.5', '丙') };
  };

  test('finds the words it was given, in whatever order, and no others', () => {
    const random = seeded(5);
    const letter = () => String.fromCharCode(0x4e00 + Math.floor(random() * 60));
    const words = Array.from({ length: 3_000 }, () => letter() + letter() + (random() < 0.5 ? letter() : ''));
    const segmenter = new Segmenter(dictionary(Object.fromEntries(words.map((word) => [word, -1]))));
    const known = new Set(words);
    for (let round = 0; round < 500; round++) {
      const text = letter() + letter();
      expect(segmenter.cut(text).ends.length === 1).toBe(known.has(text));
    }
    for (const word of words) expect(segmenter.cut(word).ends).toEqual([word.length]);
  });

  test('the likelier way through a text wins, of equals the one with the shorter word first', () => {
    const segmenter = new Segmenter(dictionary({ 甲乙: -3, 乙丙: -2, 甲: -4, 丙: -4 }));
    expect(cut('甲乙丙', segmenter.cut('甲乙丙'))).toEqual(['甲', '乙丙']);
    const equal = new Segmenter(dictionary({ 甲乙: -3, 乙丙: -3, 甲: -4, 丙: -4 }));
    expect(cut('甲乙丙', equal.cut('甲乙丙'))).toEqual(['甲', '乙丙']);
  });

  test('the same word has the same cell wherever it stands; what is no word has none', () => {
    const segmenter = new Segmenter(dictionary({ 甲乙: -1, 丙: -1 }));
    const { cells } = segmenter.cut('甲乙丁甲乙丙');
    expect(cells[0]).toBe(cells[2]);
    expect(cells[1]).toBe(0);
    expect(new Set(cells).size).toBe(3);
  });

  test('a word taught later counts from then on', () => {
    const segmenter = new Segmenter(dictionary({ 甲: -1 }));
    expect(segmenter.cut('甲戊').ends).toEqual([1, 2]);
    segmenter.add(['甲戊']);
    expect(segmenter.cut('甲戊').ends).toEqual([2]);
  });
});
