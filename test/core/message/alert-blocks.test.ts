import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertBlocks, alertSubject } from '../../../server/core/message/alert-blocks.ts';
import type { Block } from '../../../server/core/message/message-block.ts';
import { plainText } from '../../../server/core/message/message-markup.ts';
import { bytes, shortened } from '../../../server/core/message/message-text.ts';
import type { AlertView } from '../../../server/core/message/notifier.ts';
import { listed, serverOf, telephones } from '../../../server/core/settings/chat-settings.ts';
import { fitChat } from '../../../server/notifiers/shared/chat-fit.ts';
import { markdown, widenMarkdown } from '../../../server/notifiers/shared/chat-markdown.ts';
import { MONDAY } from '../series/make-series.ts';

const alert: AlertView = {
  alertId: 4,
  changeId: 9,
  change: 'raised',
  level: 'II',
  subject: '供热服务',
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '近 1 小时负面 86 条，平时 9 条',
  spread: '24 小时估计触达 12 万人',
  posts: Array.from({ length: 5 }, (_, at) => ({
    title: `第${at}条：暖气不热👨‍👩‍👧`,
    platform: '论坛',
    url: at === 1 ? 'javascript:alert(1)' : `https://example.com/(a)?id=${at}`,
  })),
  steps: Array.from({ length: 9 }, (_, at) => `${at} 分钟内，值班分析师：核对`),
  link: 'http://127.0.0.1:8080/alerts/4',
  at: MONDAY,
  risk: 72,
  riskWords: '风险指数 72（满分 100）',
};
const style = (limit: number) => ({ write: plainText, measure: bytes, limit });

describe('a chat message', () => {
  test('says first how grave it is and what happened, last where to go on', () => {
    const lines = plainText(alertBlocks(alert)).split('\n\n');
    expect(lines[0]).toBe('◆ 橙 · 等级上调 · 供热服务');
    expect(lines.slice(1, 4)).toEqual([alert.sentence, alert.unusual, alert.spread]);
    expect(lines[4]?.split('\n')).toHaveLength(3);
    expect(lines[5]?.split('\n')).toHaveLength(4);
    expect(lines.at(-1)).toBe('在听潮中打开：http://127.0.0.1:8080/alerts/4');
  });

  test('has a subject line that a lock screen and every service take', () => {
    const subject = '供热服务👨‍👩‍👧'.repeat(500);
    const line = alertSubject({ ...alert, subject });
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toMatch(/^◆ 橙 · 等级上调 · (供热服务👨‍👩‍👧){7}供热…$/);
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
      expect(bytes(fitChat(whole, { ...style(limit), write }).text)).toBeLessThanOrEqual(limit);
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
        const { text } = fitChat(alertBlocks({ ...alert, subject, sentence }), style(limit));
        expect(bytes(text)).toBeLessThanOrEqual(limit);
        expect(text.isWellFormed()).toBe(true);
        expect(text).toContain(alert.link);
      }),
    );
  });
});

describe('what is cut', () => {
  test('is as long as it may be, never cut within a character, and says that there was more', () => {
    expect(shortened('停暖三天', 4)).toBe('停暖三天');
    expect(shortened('停暖三天了', 4)).toBe('停暖三…');
    expect(shortened('停👨‍👩‍👧暖', 9)).toBe('停…');
    expect(shortened('停👨‍👩‍👧暖', 10)).toBe('停👨‍👩‍👧暖');
    const words = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (text, most) => {
        const short = shortened(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('what people type into a field', () => {
  test('is a list, whichever sign they put between', () => {
    expect(listed(' a@b.cn，c@d.cn、e@f.cn; g@h.cn；\ni@j.cn ,')).toEqual([
      'a@b.cn',
      'c@d.cn',
      'e@f.cn',
      'g@h.cn',
      'i@j.cn',
    ]);
    expect(listed(undefined)).toEqual([]);
    expect(telephones('13800000000、+86-13900000000；@all @13700000000 12')).toEqual([
      '13800000000',
      '+86-13900000000',
      '13700000000',
    ]);
  });

  test('is a server with or without a slash at the end, or the usual one', () => {
    expect(serverOf(' https://push.example/sub// ')).toBe('https://push.example/sub');
    expect(serverOf(' ', 'https://usual.example')).toBe('https://usual.example');
    expect(serverOf(undefined, 'https://usual.example')).toBe('https://usual.example');
  });
});
