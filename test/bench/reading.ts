import { readFileSync } from 'node:fs';
import { readOne } from '../../server/core/reading/reading-pool.ts';
import { readLines } from '../../server/text/pool/lines.ts';
import { createReader } from '../../server/text/reader.ts';
import { tokens } from '../../server/text/words/jieba.ts';

export interface ReadingFigures {
  readonly texts: number;
  readonly characters: number;
  /** Texts per second, raw nodejieba `cut` of the same texts in the same run. */
  readonly cutPerSecond: number;
  readonly readPerSecond: number;
  /** readPerSecond / cutPerSecond; the target is 0.4. */
  readonly ratio: number;
  /** As the `analyse` command does it: JSON parsed, read, answered in JSON. */
  readonly linesPerSecond: number;
}

const ROUNDS = 7;

/**
 * Whole analysis beside raw segmentation of the same texts, warmed, in one thread. Rounds alternate and
 * the median of each is told, so that a neighbour's load hits both alike.
 */
export function benchReading(texts: readonly string[] = ownTexts(8_000)): ReadingFigures {
  const reader = createReader();
  const cut: number[] = [];
  const read: number[] = [];
  const lines: number[] = [];
  const given = Buffer.from(texts.map((text, id) => `${JSON.stringify({ id, text })}\n`).join(''));
  for (let round = 0; round <= ROUNDS; round++) {
    const segmenting = seconds(() => {
      for (const text of texts) tokens(text);
    });
    const reading = seconds(() => {
      for (const text of texts) reader.read(text);
    });
    const whole = seconds(() => {
      readLines(given, (input) => readOne(reader, input));
    });
    if (round === 0) continue;
    lines.push(whole);
    cut.push(segmenting);
    read.push(reading);
  }
  const cutPerSecond = texts.length / median(cut);
  const readPerSecond = texts.length / median(read);
  return {
    texts: texts.length,
    characters: texts.reduce((sum, text) => sum + text.length, 0),
    cutPerSecond: Math.round(cutPerSecond),
    readPerSecond: Math.round(readPerSecond),
    linesPerSecond: Math.round(texts.length / median(lines)),
    ratio: Math.round((readPerSecond / cutPerSecond) * 1_000) / 1_000,
  };
}

// Talk that says nothing to the reader: two sentences in three of real posts are like this.
const TALK = `昨天下午我跟同事从公司出来,顺路去了一趟河边那条街
这款手机我是上个月在网上订的,颜色选了蓝色,存储选了最大的那种
早上七点起床,煮了面,看了一会儿新闻,然后送女儿上学
我在这里住了十二年,从读书到工作都没有离开过
今天打开以后看到一个新的页面,左边是列表,右边是图
他们说下个月会有人过来看,具体哪天还要再通知
表格上要填姓名、电话、地址,还要写一下原因
我妈妈今年六十五岁,平时喜欢在公园里跟朋友下棋
去年冬天的时候也是这样,后来换了一个地方
这个周末打算带家人去郊外看花,然后在外面吃饭
小王和小李都是我的大学同学,现在在同一个部门上班
楼下新开了一家书店,里面有咖啡,也有小朋友的绘本`.split('\n');

/**
 * Posts of one to six sentences, one in three from our own cases and the rest plain talk, which is about
 * as many listed words per character as real reviews have; the same posts every time.
 */
export function ownTexts(count: number): string[] {
  const file = new URL('../text/lexicon-cases.json', import.meta.url);
  const sentences = (JSON.parse(readFileSync(file, 'utf8')) as { text: string }[]).map((each) => each.text);
  let seed = 20_260_101;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(next(6) + 1) }, () =>
      next(3) === 0 ? sentences[next(sentences.length)] : TALK[next(TALK.length)],
    ).join('。'),
  );
}

function seconds(work: () => void): number {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1_000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
