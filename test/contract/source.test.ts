import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../server/core/feed/source.ts';
import { VOICES } from '../../server/core/mention/post.ts';
import { DAY } from '../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';
import { inventedIn } from './invented.ts';

const folder = new URL('../../crawlers/sources/', import.meta.url);
const files = readdirSync(folder);
const sources: Source[] = await Promise.all(
  files.map(async (file) => (await import(new URL(file, folder).href)).default),
);
const walls = readdirSync(new URL('../payloads/walls/', import.meta.url));
const zones = ['UTC', 'America/New_York', 'Asia/Shanghai'];

describe.each(sources.map((source, index) => [source.name, source, files[index] ?? ''] as const))(
  '%s',
  (name, source, file) => {
    const paramsFor = { url: `http://feed.example.cn/${name}` };
    const parse = (sample: string) => source.parse(readPayload(name, sample), paramsFor, READ_AT);

    test('is named like its file and says what it is in both languages', () => {
      expect(file).toBe(`${name}.ts`);
      const words = [
        source.title,
        source.access.note,
        ...source.params.flatMap(({ label, hint }) => [label, hint]),
      ];
      for (const word of words)
        expect(word).toMatchObject({
          zh: expect.stringMatching(/\p{sc=Han}/u),
          en: expect.stringMatching(/[a-z]/),
        });
      expect(VOICES).toContain(source.voice);
      expect(source.every).toBeGreaterThanOrEqual(60);
    });

    test('its settings are typed: options for a choice, a first value that is one of them', () => {
      for (const field of source.params) {
        expect(field.name).toMatch(/^[a-z][a-zA-Z]*$/);
        expect(field.kind === 'select').toBe(field.options !== undefined);
        if (field.options && field.initial !== undefined)
          expect(field.options.map(({ value }) => value)).toContain(field.initial);
      }
      expect(new Set(source.params.map((field) => field.name)).size).toBe(source.params.length);
    });

    test('imports no sibling and no network', () => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');
      expect(
        imports.filter((from) => from.startsWith('./') || from.includes('polite') || from === 'undici'),
      ).toEqual([]);
    });

    test('has a sample with posts', () => {
      expect(source.samples.some(({ expect: wanted }) => 'posts' in wanted && wanted.posts > 0)).toBe(true);
    });

    test.each(source.samples)('reads $file', ({ file: sample, expect: wanted }) => {
      const result = parse(sample);
      if ('wall' in wanted) return expect(result).toMatchObject({ kind: 'wall', wall: wanted.wall });
      if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
      expect(result.posts).toHaveLength(wanted.posts);
      expect(new Set(result.posts.map(({ externalId }) => externalId)).size).toBe(wanted.posts);
      for (const post of result.posts) {
        expect(post).toMatchObject({
          source: name,
          platform: expect.stringMatching(/./),
          observedAt: READ_AT,
        });
        expect(post.externalId).not.toBe('');
        expect(post.text).not.toMatch(/<\/?(p|br|div|span|em|script)\b|\u3000|&nbsp;/);
        expect(post.publishedAt === undefined).toBe(post.precision === 'none');
        if (post.publishedAt !== undefined) expect(post.publishedAt).toBeLessThanOrEqual(READ_AT);
        if (post.url !== undefined) expect(post.url).toMatch(/^https?:\/\//);
        if (post.rating !== undefined) expect([1, 2, 3, 4, 5]).toContain(post.rating);
        expect(Object.values(post)).not.toContain(undefined);
      }
    });

    test.each(source.samples)('invents nothing in $file', ({ file: sample }) => {
      const page = readPayload(name, sample);
      const result = source.parse(page, paramsFor, READ_AT);
      if (result.kind !== 'posts') return;
      expect(result.posts.flatMap((post) => inventedIn(post, page))).toEqual([]);
    });

    test.each(source.samples)('reads $file the same in every process zone', ({ file: sample }) => {
      const home = process.env.TZ;
      const [first, ...rest] = zones.map((zone) => {
        process.env.TZ = zone;
        return parse(sample);
      });
      if (home === undefined) delete process.env.TZ;
      else process.env.TZ = home;
      for (const other of rest) expect(other).toEqual(first);
    });

    test.each(walls)('takes the wall %s for a wall', (wall) => {
      const status = Number(/(401|403|432)/.exec(wall)?.[0] ?? 200);
      expect(source.parse(readPayload('walls', wall, { status }), paramsFor, READ_AT).kind).toBe('wall');
    });

    test.each([
      '',
      '\u0000',
      '<',
      '{',
      '[[[',
      'null',
      '[null]',
      '{"feed":null}',
      '{"data":{"cards":[null]}}',
      '<rss>',
      '\ud800',
    ])('throws nothing on %j', (body) => {
      expect(() => source.parse(pageOf(body), paramsFor, READ_AT)).not.toThrow();
    });

    test('gives up at the first answer that is no page', async () => {
      const refused = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 } as const;
      const io = { now: () => READ_AT, get: async () => refused };
      expect(await Array.fromAsync(source.collect(paramsFor, io))).toEqual([refused]);
    });

    test('an unchanged page is nothing new', () => {
      const page = pageOf('', { status: 304, notModified: true, fetchedAt: READ_AT - DAY });
      expect(source.parse(page, paramsFor, READ_AT)).toEqual({ kind: 'posts', posts: [], refused: [] });
    });
  },
);
