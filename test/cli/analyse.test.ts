import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { inProcess, jsonLines, start, tingchao } from './tingchao.ts';

describe('tingchao analyse', () => {
  test('reads one text a line through several threads, in order, whatever the lines between are worth', async () => {
    const many = Array.from({ length: 6_000 }, (_, n) =>
      n % 1_000 === 999
        ? '{"id":'
        : JSON.stringify({ id: n % 2 === 0 ? n : `${n}`, text: `第${n}户的暖气不热,打电话没人接` }),
    );
    const lines = [
      JSON.stringify({ id: 'a', text: '客服态度太差了,再也不来' }),
      'not json',
      JSON.stringify({ id: 'b' }),
      '',
      JSON.stringify({ id: 7, text: '服务很好,非常满意', title: '点赞', rating: 5 }),
      ...many,
    ];
    const input = `\ufeff${lines.join('\r\n')}`;
    const { status, stdout, stderr } = await tingchao(['analyse', '--threads', '2'], input);
    expect(status).toBe(1);
    const answers = jsonLines(stdout);
    const good = many.flatMap((line, n) => (line === '{"id":' ? [] : [n % 2 === 0 ? n : `${n}`]));
    expect(answers.map(({ id }) => id)).toEqual(['a', 7, ...good]);
    expect(answers.slice(0, 2).map(({ sentiment }) => (sentiment as { label: number }).label)).toEqual([
      -1, 1,
    ]);
    const bad = [2, 3, ...[1_000, 2_000, 3_000, 4_000, 5_000, 6_000].map((n) => n + 5)];
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual(
      bad.map((line) => [line, 'bad_row']),
    );
  });

  test('whoever reads may stop reading: no fault is told', async () => {
    const child = start(['analyse']);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin?.on('error', () => {});
    const line = `${JSON.stringify({ id: 'a', text: '暖气不热,打电话没人接' })}\n`;
    child.stdin?.write(line.repeat(50));
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    child.stdin?.end(line.repeat(5_000));
    const [status] = await once(child, 'close');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('an answer comes as soon as its line is there; every line good: status 0 and a silent stderr', async () => {
    const child = start(['analyse']);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin?.write(`${JSON.stringify({ id: 'first', text: '暖气不热' })}\n`);
    const [answer] = await once(child.stdout ?? child, 'data');
    expect(JSON.parse(String(answer)).id).toBe('first');
    child.stdin?.end(`${JSON.stringify({ id: 'second', text: '' })}\n`);
    const [status] = await once(child, 'close');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(['0', '65', 'two', '1.5'])('--threads %s is refused in words', async (threads) => {
    const { status, stderr } = await inProcess(['analyse', '--threads', threads]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('--threads takes a whole number from 1 to 64'),
    ]);
  });

  test('the setting is looked at too, and its fault told', async () => {
    const { status, stderr } = await inProcess(['analyse'], { TINGCHAO_ANALYSIS_THREADS: 'many' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('TINGCHAO_ANALYSIS_THREADS')]);
  });
});
