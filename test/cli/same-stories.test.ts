import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../server/cli/shell/commands.ts';
import { createPairJudge } from '../../server/stories/pair-model.ts';
import { jsonLines, tingchao } from './tingchao.ts';

const FIRE = '云州老城区一居民楼凌晨起火,消防员从六楼救出一家三口,起火原因正在调查。';
const SAME_FIRE = '凌晨云州老城区居民楼突发火灾,一家三口被困六楼,消防员破门把人救出来,原因还在调查';
const OTHER = '新款手机续航实测:刷视频十二小时还剩一半电量,拍照也比上一代清楚。';

const lines = (rows: readonly unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

test.each(['same', 'stories', 'detect'])(
  '%s, asked to stop while no input comes, ends at once with 1',
  async (name) => {
    const asked = new AbortController();
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const args = name === 'detect' ? [name, '--bucket', '1h'] : [name];
    const ended = runCommandLine(args, { stdin, stdout, stderr, env: {}, signal: asked.signal });
    setTimeout(() => asked.abort(), 50);
    expect(await ended).toBe(1);
  },
);

describe('tingchao same', () => {
  test('the same words are a copy, however short', () => {
    const judge = createPairJudge();
    const short = judge('某公司数据泄露', '某公司数据泄露!');
    expect(short).toMatchObject({ duplicate: true, duplicateScore: 1, sameEvent: true });
    expect(judge('', '').duplicate).toBe(false);
  });

  test('tells copies from the same event in other words, and both from something else', async () => {
    const input = lines([
      { id: 'copy', text: FIRE, text_b: `转发微博:${FIRE}` },
      { id: 2, text: FIRE, text_b: SAME_FIRE },
      { id: 'turned', text: SAME_FIRE, text_b: FIRE },
      { id: 'other', text: FIRE, text_b: OTHER },
    ]);
    const { status, stdout, stderr } = await tingchao(['same'], input);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const answers = jsonLines(stdout);
    expect(answers.map(({ id, duplicate, same_event }) => [id, duplicate, same_event])).toEqual([
      ['copy', true, true],
      [2, false, true],
      ['turned', false, true],
      ['other', false, false],
    ]);
    expect(answers[1]?.same_event_score).toBe(answers[2]?.same_event_score);
    for (const { duplicate_score, same_event_score, same_topic_score } of answers) {
      for (const score of [duplicate_score, same_event_score, same_topic_score]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    }
  });

  test('a bad line is told by number and costs no other', async () => {
    const input = lines([
      'no json',
      '',
      { id: 1, text: 'a' },
      { text: 'a', text_b: 'b' },
      '[]',
      { id: 1, text: '', text_b: '' },
      '{"id":9007199254740993,"text":"a","text_b":"b"}',
    ]);
    const { status, stdout, stderr } = await tingchao(['same'], input);
    expect(status).toBe(1);
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual([
      [1, 'bad_row'],
      [3, 'bad_row'],
      [4, 'bad_row'],
      [5, 'bad_row'],
      [7, 'bad_row'],
    ]);
  });
});

describe('tingchao stories', () => {
  test('answers every post in order with the story it ends in', async () => {
    const input = lines([
      { id: 'a', text: FIRE, at: '2026-03-01' },
      { id: 'b', text: OTHER, at: '2026-03-01 08:00:00' },
      { id: 3, text: SAME_FIRE, at: '2026-03-01T09:00:00+08:00' },
      { id: 'd', text: FIRE, at: Date.UTC(2026, 2, 1, 5) },
    ]);
    const { status, stdout, stderr } = await tingchao(['stories'], input);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(jsonLines(stdout)).toEqual([
      { id: 'a', story: 1 },
      { id: 'b', story: 2 },
      { id: 3, story: 1 },
      { id: 'd', story: 1 },
    ]);
  });

  test('times may be missing; bad lines are told by number and cost no other', async () => {
    const input = lines([
      { id: 'a', text: FIRE },
      { id: 'b', text: FIRE, at: 'yesterday' },
      '{"id":"c"',
      { id: 'd', text: 7 },
      { id: 'e', text: SAME_FIRE },
      '{"id":9007199254740993,"text":"a"}',
    ]);
    const { status, stdout, stderr } = await tingchao(['stories'], input);
    expect(status).toBe(1);
    expect(jsonLines(stdout)).toEqual([
      { id: 'a', story: 1 },
      { id: 'e', story: 1 },
    ]);
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual([
      [2, 'bad_row'],
      [3, 'bad_row'],
      [4, 'bad_row'],
      [6, 'bad_row'],
    ]);
  });
});
