import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { jsonLines, start, tingchao } from './tingchao.ts';

describe('tingchao analyse', () => {
  test('reads one text a line, in order, whatever the lines between are worth', async () => {
    const lines = [
      JSON.stringify({ id: 'a', text: '客服态度太差了,再也不来' }),
      'not json',
      JSON.stringify({ id: 'b' }),
      '',
      JSON.stringify({ id: 7, text: '服务很好,非常满意', title: '点赞', rating: 5 }),
    ];
    const { status, stdout, stderr } = await tingchao(['analyse'], lines.join('\r\n'));
    expect(status).toBe(1);
    const answers = jsonLines(stdout);
    expect(answers.map((each) => each.id)).toEqual(['a', '7']);
    expect(answers.map((each) => (each.sentiment as { label: number }).label)).toEqual([-1, 1]);
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual([
      [2, 'bad_row'],
      [3, 'bad_row'],
    ]);
  });

  test('every line good: status 0 and a silent stderr', async () => {
    const { status, stderr } = await tingchao(['analyse'], `${JSON.stringify({ id: 'a', text: '' })}\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
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
});
