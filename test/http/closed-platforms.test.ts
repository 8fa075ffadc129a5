import { describe, expect, test } from 'vitest';
import { BARRIERS, type ClosedPlatform, DOORS } from '../../server/core/feed/closed-platform.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { en } from '../../web/words/en.ts';
import { zh } from '../../web/words/zh.ts';
import { serveHttp } from './serve.ts';

async function closed(): Promise<readonly ClosedPlatform[]> {
  const { ask } = await serveHttp();
  const { status, body } = await ask('GET', '/api/sources/closed');
  expect(status).toBe(200);
  return JSON.parse(body);
}

describe('what is not crawled', () => {
  test('is said platform by platform, each with why and a way in', async () => {
    const platforms = await closed();
    const asked = ['weibo', 'zhihu', 'xiaohongshu', 'douyin', 'wechat', 'dianping', 'jd', 'bilibili'];
    expect(platforms.map(({ platform }) => platform)).toEqual(expect.arrayContaining(asked));
    expect(new Set(platforms.map(({ platform }) => platform)).size).toBe(platforms.length);
    for (const { barriers, doors, scope, why, instead } of platforms) {
      expect(barriers.length).toBeGreaterThan(0);
      expect(doors.length).toBeGreaterThan(0);
      expect(doors).not.toContain('bridge');
      for (const said of [scope, why, instead]) {
        expect(said.zh).toMatch(/\p{sc=Han}/u);
        expect(said.zh).not.toMatch(/[\u4e00-\u9fff][,;:?!]|！/);
        expect(said.en).toMatch(/^[A-Z]/);
        expect(said.en).not.toMatch(/\p{sc=Han}/u);
      }
    }
  });

  test('is not crawled by any source all the same', async () => {
    const { sources } = await loadPlugins();
    const crawled = [...sources.values()].map(({ platform }) => platform);
    const whole = (await closed()).filter(({ platform }) => !['tieba', 'toutiao'].includes(platform));
    expect(whole.filter(({ platform }) => crawled.includes(platform))).toEqual([]);
  });

  test('has a word for every platform, barrier and way in both languages', async () => {
    const platforms = (await closed()).map(({ platform }) => platform);
    for (const { codes, closed: words } of [zh, en]) {
      expect(platforms.filter((code) => !Object.hasOwn(codes.platform, code))).toEqual([]);
      expect(Object.keys(words.barrier)).toEqual([...BARRIERS]);
      expect(Object.keys(words.door)).toEqual([...DOORS]);
      expect(Object.keys(words.how)).toEqual([...DOORS]);
    }
  });
});
