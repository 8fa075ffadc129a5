import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdown, widenMarkdown } from '../../server/core/chat-markdown.ts';
import {
  alertBlocks,
  type Block,
  bytes,
  chatSubject,
  fitChat,
  plainText,
} from '../../server/core/chat-message.ts';
import type { AlertView } from '../../server/core/notifier.ts';
import { judgeCode, judgeStatus } from '../../server/core/send-result.ts';
import { MONDAY } from './make-series.ts';

const alert: AlertView = {
  ...{ alertId: 4, changeId: 9, change: 'raised', level: 'II', subject: '供热服务' },
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '近 1 小时负面 86 条，平时 9 条',
  spread: '24 小时估计触达 12 万人',
  posts: Array.from({ length: 5 }, (_, at) => ({
    ...{ title: `第${at}条：暖气不热👨‍👩‍👧`, platform: '论坛' },
    url: at === 1 ? 'javascript:alert(1)' : `https://example.com/(a)?id=${at}`,
  })),
  steps: Array.from({ length: 9 }, (_, at) => `${at} 分钟内，值班分析师：核对`),
  link: 'http://127.0.0.1:8080/alerts/4',
  ...{ at: MONDAY, risk: 72, riskWords: '风险指数 72（满分 100）' },
};
const style = (limit: number) => ({ write: plainText, measure: bytes, limit });

describe('a chat message', () => {
  test('says first how grave it is and what happened, last where to go on', () => {
    const lines = plainText(alertBlocks(alert)).split('\n\n');
    expect(lines[0]).toBe('◆ 橙 · 预警升级 · 供热服务');
    expect(lines.slice(1, 4)).toEqual([alert.sentence, alert.unusual, alert.spread]);
    expect(lines[4]?.split('\n')).toHaveLength(3);
    expect(lines[5]?.split('\n')).toHaveLength(4);
    expect(lines.at(-1)).toBe('在听潮中打开：http://127.0.0.1:8080/alerts/4');
  });

  test('has a subject line that a lock screen and every service take', () => {
    const subject = '供热服务🔥'.repeat(500);
    const line = chatSubject({ ...alert, subject });
    expect([...line]).toHaveLength(100);
    expect(line.isWellFormed()).toBe(true);
    expect(plainText(alertBlocks({ ...alert, subject })).split('\n')[0]).toBe(line);
  });

  test('only addresses of the web are links', () => {
    const text = markdown(alertBlocks(alert), widenMarkdown);
    expect(text).not.toContain('javascript:');
    expect(text).toContain('](https://example.com/%28a%29?id=0)');
  });

  test('that is too long leaves out posts first, then steps, then what is least telling; never title or link', () => {
    const whole = alertBlocks(alert);
    const kinds = (limit: number) => {
      let written: readonly Block[] = [];
      const write = (blocks: readonly Block[]) => {
        written = blocks;
        return plainText(blocks);
      };
      expect(bytes(fitChat(whole, { ...style(limit), write }))).toBeLessThanOrEqual(limit);
      return written.map((block) => block.kind).join(' ');
    };
    const size = bytes(plainText(whole));
    expect(kinds(size)).toBe('title fact fact fact posts steps fact link');
    expect(kinds(size - 200)).toBe('title fact fact fact steps fact link');
    const bare = whole.filter(({ kind }) => kind !== 'posts' && kind !== 'steps');
    expect(kinds(bytes(plainText(bare)))).toBe('title fact fact fact fact link');
    expect(kinds(bytes(plainText(bare)) - 1)).toBe('title fact fact fact link');
    expect(kinds(180)).toBe('title fact link');
    const ends = whole.filter(({ kind }) => kind === 'title' || kind === 'link');
    expect(kinds(bytes(plainText(ends)))).toBe('title link');
  });

  test('fits whatever it says, without half a character', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(words, words, fc.integer({ min: 150, max: 900 }), (subject, sentence, limit) => {
        const text = fitChat(alertBlocks({ ...alert, subject, sentence }), style(limit));
        expect(bytes(text)).toBeLessThanOrEqual(limit);
        expect(text.isWellFormed()).toBe(true);
        expect(text).toContain(alert.link);
      }),
    );
  });
});

describe('an answer', () => {
  const answer = (status: number, body: string, headers = {}) => ({ status, headers, body });
  const rules = { field: 'errcode', good: 0, busy: { 45009: 60_000 }, passing: [-1] };

  test('is judged by its status where that tells', () => {
    expect(judgeStatus(answer(204, ''), MONDAY)).toEqual({ ok: true, answer: '204' });
    expect(judgeStatus(answer(404, 'no'), MONDAY)).toMatchObject({ ok: false, retry: false });
    expect(judgeStatus(answer(429, '', { 'retry-after': '7' }), MONDAY)).toMatchObject({
      ...{ ok: false, retry: true, retryAt: MONDAY + 7_000 },
    });
  });

  test('that is a 200 is no delivery before the code in it says so', () => {
    const judge = (status: number, body: string) => judgeCode(answer(status, body), MONDAY, rules);
    expect(judge(200, '{"errcode":0}')).toMatchObject({ ok: true });
    expect(judge(200, '{"errcode":45009}')).toMatchObject({ retry: true, retryAt: MONDAY + 60_000 });
    expect(judge(200, '{"errcode":-1}')).toMatchObject({ ok: false, retry: true });
    expect(judge(200, '{"errcode":93000}')).toMatchObject({ ok: false, retry: false });
    expect(judge(200, '<html>please log in</html>')).toMatchObject({ ok: false, retry: true });
    expect(judge(200, 'null')).toMatchObject({ ok: false, retry: true });
    expect(judge(502, 'bad gateway')).toMatchObject({ ok: false, retry: true });
  });
});
