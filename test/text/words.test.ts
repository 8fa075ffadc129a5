import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../server/text/normalise.ts';
import { countWords } from '../../server/text/words/counted-words.ts';
import { createDictionary } from '../../server/text/words/dictionary.ts';
import { dictionaryFiles } from '../../server/text/words/dictionary-files.ts';
import { unpackWords } from '../../server/text/words/dictionary-pack.ts';
import { nativeRarity, teach, tokens } from '../../server/text/words/jieba.ts';
import { isContent, rateWords } from '../../server/text/words/rarities.ts';
import { Segmenter } from '../../server/text/words/segmenter.ts';
import { WordTable } from '../../server/text/words/word-table.ts';
import { WordTrie } from '../../server/text/words/word-trie.ts';
import { addWords, rarityOf, SHIPPED_WORDS, wordsOf } from '../../server/text/words/words.ts';
import { seeded } from '../support/random.ts';

const cut = (text: string, words = wordsOf(text)) =>
  words.ends.map((end, at) => text.slice(words.ends[at - 1] ?? 0, end));

/** As each thread reads it. */
function ourDictionary() {
  return createDictionary(unpackWords(readFileSync(SHIPPED_WORDS)), dictionaryFiles().userDict);
}

/** Of its own: what other files of this process taught their readers is not in it, nor in nodejieba. */
const segmenter = new Segmenter(ourDictionary());
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
    const segmenter = new Segmenter(ourDictionary());
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
    const notes = rateWords(trie, [], '甲乙 7.5', '丙');
    return createDictionary({ layout: trie.layout(), sum: 1, least: -10, usual: -5, notes }, []);
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

describe('the dictionary that is shipped', () => {
  const bytesOf = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray) =>
    Buffer.from(buffer, byteOffset, byteLength);

  test("is what jieba's files come to", () => {
    const { layout, ...counted } = unpackWords(readFileSync(SHIPPED_WORDS));
    const { layout: made, ...anew } = countWords(dictionaryFiles());
    expect(counted).toEqual(anew);
    expect(layout.strange).toBe(made.strange);
    for (const table of ['cells', 'rarities', 'roots', 'symbols', 'weights'] as const) {
      const shipped = layout[table].subarray(0, made[table].length);
      expect(bytesOf(shipped).equals(bytesOf(made[table])), table).toBe(true);
      // Room for words that are taught.
      expect(layout[table].subarray(shipped.length).some((each) => each !== 0)).toBe(false);
    }
  });

  test('holds every word with the weight and the rarity that the files give it', () => {
    const { layout, sum, notes } = unpackWords(readFileSync(SHIPPED_WORDS));
    const table = new WordTable(layout);
    const lines = readFileSync(dictionaryFiles().dict, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(300_000);
    const wrong = lines.filter((line) => {
      const [word = '', count] = line.split(' ');
      return (
        layout.weights[(layout.cells[table.find(word) * 2] as number) & 0xffff] !==
        Math.log(Number(count) / sum)
      );
    });
    expect(wrong).toEqual([]);
    const stops = new Set(notes.stopWords);
    const rarities = readFileSync(dictionaryFiles().idfDict, 'utf8').trimEnd().split('\n');
    const otherwise = rarities.filter((line) => {
      const [word = '', figure] = line.split(' ');
      const cell = table.find(word);
      return cell !== 0 && !stops.has(word) && Math.abs(table.rarity(cell)) !== Number(figure);
    });
    expect(otherwise).toEqual([]);
  });

  test('is refused when it is damaged', () => {
    const file = readFileSync(SHIPPED_WORDS);
    file[file.length >> 1] = ~(file[file.length >> 1] as number);
    expect(() => unpackWords(file)).toThrow(expect.objectContaining({ code: 'bad_config' }));
    expect(() => unpackWords(file.subarray(0, 9))).toThrow(expect.objectContaining({ code: 'bad_config' }));
  });
});

describe('words added to a tree that is laid out', () => {
  const random = seeded(23);
  const letter = (letters: number) => String.fromCharCode(0x4e00 + Math.floor(random() * letters));
  const wordsOfLetters = (count: number, letters: number) => [
    ...new Set(
      Array.from({ length: count }, () =>
        Array.from({ length: 1 + Math.floor(random() * 4) }, () => letter(letters)).join(''),
      ),
    ),
  ];
  const tableOf = (words: readonly string[]) => {
    const trie = new WordTrie();
    for (const word of words) trie.rate(trie.add(word, 0, word.length, -word.length), word.charCodeAt(0));
    return new WordTable(trie.layout());
  };

  test('are there as if they had been from the start, with those that made room, and no others', () => {
    const first = wordsOfLetters(3_000, 60);
    const table = tableOf(first);
    // Letters that no word had before among them.
    const later = wordsOfLetters(3_000, 90).filter((word) => table.find(word) === 0);
    for (const word of later) table.rate(table.add(word, -word.length), word.charCodeAt(0));
    expect(later.length).toBeGreaterThan(1_000);
    const known = new Set([...first, ...later]);
    const { cells, weights } = table.layout;
    for (const word of known) {
      const cell = table.find(word);
      expect(weights[(cells[cell * 2] as number) & 0xffff], word).toBe(-word.length);
      expect(table.rarity(cell), word).toBe(word.charCodeAt(0));
    }
    const strangers = wordsOfLetters(5_000, 100).filter((word) => !known.has(word));
    expect(strangers.length).toBeGreaterThan(1_000);
    expect(strangers.filter((word) => table.find(word) !== 0)).toEqual([]);
  });

  test('can be given another weight, and an empty one is none', () => {
    const table = tableOf(['甲乙']);
    expect(table.add('', -1)).toBe(0);
    const before = table.layout;
    const cell = table.add('甲乙', -7);
    expect(table.layout).not.toBe(before);
    expect(table.layout.weights[(table.layout.cells[cell * 2] as number) & 0xffff]).toBe(-7);
    expect(['', '甲', '乙', '甲乙丙'].map((word) => table.find(word))).toEqual([0, 0, 0, 0]);
  });
});
