import { describe, expect, onTestFinished, test } from 'vitest';
import type { ReadInput, ReadOutcome } from '../../server/core/reading/reading-pool.ts';
import { DAY } from '../../server/core/time.ts';
import { openReadingPool } from '../../server/text/pool/pool.ts';

const POISONED = new URL('../support/poisoned-thread.ts', import.meta.url);
const REFUSING = new URL('../support/refusing-thread.ts', import.meta.url);

/** Where nothing hangs none is ever taken for hung. */
const PATIENT = 60_000;
const HASTY = { textMs: 800 };

function open(parts: Partial<Parameters<typeof openReadingPool>[0]> = {}) {
  const losses: string[] = [];
  const pool = openReadingPool({
    threads: 2,
    textMs: PATIENT,
    entry: POISONED,
    onLoss: (fault) => losses.push(fault.message),
    ...parts,
  });
  onTestFinished(() => pool.close());
  return { pool, losses };
}

const texts = (count: number, mark = 'text'): ReadInput[] =>
  Array.from({ length: count }, (_, n) => ({ text: `${mark} ${n}` }));

/** What a reading says of itself, or the fault in its place. */
const gist = (outcomes: readonly ReadOutcome[]) =>
  outcomes.map((each) => ('fault' in each ? each.fault.code : each.analysis.language.split('|')[0]));

/** A batch of so many texts with others put at places of it, and what is to come of it. */
function batchWith(count: number, special: Readonly<Record<number, readonly [string, string]>>) {
  const inputs = texts(count).map((input, n) => (special[n] ? { text: special[n][0] } : input));
  return { inputs, wanted: inputs.map(({ text }, n) => special[n]?.[1] ?? text) };
}

describe('the pool', () => {
  test('reads every text once and answers in the order given, whoever asks', async () => {
    const { pool, losses } = open();
    const batches = [texts(500, 'a'), texts(1, 'b'), [], texts(130, 'c')];
    const answers = await Promise.all(batches.map((batch) => pool.readAll(batch)));
    expect(answers.map(gist)).toEqual(batches.map((batch) => batch.map(({ text }) => text)));
    expect(losses).toEqual([]);
  });

  test('makes callers wait rather than pile up, and none is forgotten', async () => {
    const { pool } = open({ threads: 1 });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => pool.readAll(texts(70, `batch ${n}`))),
    );
    expect(answers.flatMap(gist)).toHaveLength(60 * 70);
    expect(gist(answers[59] ?? []).at(-1)).toBe('batch 59 69');
  });

  test('reads what was given before a change of settings under the old ones, the rest under the new', async () => {
    const { pool } = open({ threads: 1 });
    const before = pool.readAll(texts(200));
    pool.configure({ words: ['暖心卡'], names: [], overlay: new Uint8Array([1, 2]) });
    const after = pool.readAll(texts(2));
    const told = (outcome: ReadOutcome | undefined) =>
      outcome && 'analysis' in outcome ? [outcome.reader, outcome.analysis.language] : [];
    expect(told((await before).at(-1))).toEqual(['test-plain', 'text 199|']);
    expect(told((await after)[0])).toEqual(['test-1.2', 'text 0|暖心卡']);
  });

  test('tells why when no thread can be made, at once and to whoever comes later', async () => {
    const { pool } = open({ entry: REFUSING });
    const fault = { code: 'bad_config', message: 'word dictionary missing' };
    await expect(pool.start()).rejects.toMatchObject(fault);
    await expect(pool.readAll(texts(3))).rejects.toMatchObject(fault);
  });

  test('closed while it reads, turns everybody away', async () => {
    const { pool } = open();
    const waiting = [pool.readAll(texts(300, 'slow')), pool.readAll(texts(300))];
    await pool.close();
    for (const each of await Promise.allSettled(waiting)) {
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'busy' } });
    }
  });
});

describe('a poisoned text', () => {
  test('that the reader throws on costs only itself, and no thread', async () => {
    const { pool, losses } = open();
    const { inputs, wanted } = batchWith(100, { 5: ['throw', 'unreadable'], 99: ['throw', 'unreadable'] });
    expect(gist(await pool.readAll(inputs))).toEqual(wanted);
    expect(losses).toEqual([]);
  });

  test.each([
    ['hangs', 'spin', 'reading_hung'],
    ['kills its thread', 'die', 'reading_crashed'],
  ])('that %s costs only itself: a fresh thread reads the rest', async (_, poison, code) => {
    const { pool, losses } = open(poison === 'spin' ? HASTY : {});
    const { inputs, wanted } = batchWith(200, { 0: [poison, code], 150: [`${poison} too`, code] });
    const beside = pool.readAll(texts(200, 'beside'));
    expect(gist(await pool.readAll(inputs))).toEqual(wanted);
    expect(gist(await beside)).toEqual(texts(200, 'beside').map(({ text }) => text));
    expect(losses).toHaveLength(2);
  });

  test('is never given to a thread again', async () => {
    const { pool, losses } = open(HASTY);
    for (let time = 0; time < 3; time++) {
      const { inputs, wanted } = batchWith(40, { [7 + time]: ['hang', 'reading_hung'] });
      expect(gist(await pool.readAll(inputs))).toEqual(wanted);
    }
    expect(losses).toHaveLength(1);
  });

  test('that is only slow is waited for', async () => {
    const { pool, losses } = open();
    expect(gist(await pool.readAll([{ text: 'slow' }]))).toEqual(['slow']);
    expect(losses).toEqual([]);
  });

  test('in a chunk of lines leaves the other lines their answers and is told by its line', async () => {
    const { pool } = open({ ...HASTY, threads: 1 });
    const lines = ['a', 'hang', 'b', '{', 'die', 'throw', 'c'].map((text, id) =>
      text === '{' ? text : JSON.stringify({ id, text }),
    );
    const read = await pool.readLines(Buffer.from(`${lines.join('\n')}\n`));
    const answers = Buffer.from(read.bytes).toString().trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line).id)).toEqual([0, 2, 6]);
    expect(read.lines).toBe(7);
    expect(read.faults.map(({ line, code }) => [line, code])).toEqual([
      [2, 'reading_hung'],
      [4, 'bad_row'],
      [5, 'reading_crashed'],
      [6, 'unreadable'],
    ]);
  });

  test('in a chunk of lines may be an id that would come back as another', async () => {
    const { pool } = open({ threads: 1 });
    const ids = ['9007199254740991', '9007199254740993', '"9007199254740993"', '1e400'];
    const read = await pool.readLines(Buffer.from(ids.map((id) => `{"id":${id},"text":"a"}\n`).join('')));
    const answers = Buffer.from(read.bytes).toString().trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line).id)).toEqual([9007199254740991, '9007199254740993']);
    expect(read.faults.map(({ line, code }) => [line, code])).toEqual([
      [2, 'bad_row'],
      [4, 'bad_row'],
    ]);
  });

  test('lost its threads days ago and is forgiven: only those that come together count', async () => {
    let clock = 0;
    const counts: number[] = [];
    const { pool } = open({ threads: 1, now: () => clock, onLoss: (_, count) => counts.push(count) });
    for (let n = 0; n < 9; n++) {
      clock += n === 5 ? DAY : DAY - 1;
      expect(gist(await pool.readAll([{ text: `die ${n}` }]))).toEqual(['reading_crashed']);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4]);
  });

  test('after too many of them the pool gives up in words, because lost memory never comes back', async () => {
    const given: string[] = [];
    const { pool, losses } = open({ onGiveUp: (why) => given.push(why.code) });
    const deadly = Array.from({ length: 40 }, (_, n) => ({ text: `die ${n}` }));
    const fault = { code: 'internal', message: expect.stringContaining('reading threads were lost') };
    await expect(pool.readAll(deadly)).rejects.toMatchObject(fault);
    await expect(pool.readAll(texts(1))).rejects.toMatchObject(fault);
    expect(losses).toHaveLength(7);
    expect(given).toEqual(['internal']);
  });
});
