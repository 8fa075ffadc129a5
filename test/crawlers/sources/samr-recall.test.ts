import { describe, expect, test } from 'vitest';
import samr from '../../../crawlers/sources/samr-recall.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, beijing, found, parseBody, postsOf, readPosts, timeout } from '../../support/source-results.ts';

describe('samr-recall', () => {
  const file = 'list-qczh.constructed.html';
  const list = readPayload('samr-recall', file).body;
  const site = 'https://www.samrdprc.org.cn';

  test('a recall: the whole title, the day the list shows in China, the number of its page', () => {
    expect(readPosts(samr, file)[0]).toEqual({
      source: 'samr-recall',
      platform: 'samr',
      externalId: '115807',
      url: `${site}/qczh/gnzhqc/202607/t20260730_115807.html`,
      text: '广汽丰田汽车有限公司召回部分铂智7汽车',
      publishedAt: beijing('2026-07-31T00:00'),
      precision: 'day',
      observedAt: READ_AT,
      voice: 'official',
    });
  });

  test('links lead where the page was; a saved page of one of two lists has none', () => {
    const url = `${site}/xfpzh/xfpzhgg/`;
    const [there] = postsOf(samr.parse({ ...pageOf(list), url }, { channel: 'notices' }, READ_AT));
    expect(there?.url).toBe(`${url}202607/t20260730_115807.html`);
    const [saved] = postsOf(parseBody(samr, list, { channel: 'notices' }));
    expect(saved).not.toHaveProperty('url');
    expect(saved?.externalId).toBe('115807');
  });

  test('a page without the list, and a list without rows, are no quiet day', () => {
    expect(parseBody(samr, '<html><body>维护中</body></html>')).toMatchObject({ wall: 'shape-changed' });
    expect(parseBody(samr, '<div class="boxl_ul"><ul></ul></div>')).toMatchObject({ wall: 'empty-suspect' });
    expect(parseBody(samr, list.replace(/href="[^"]*"|title="[^"]*"/g, ''))).toMatchObject({
      wall: 'shape-changed',
    });
  });

  test('asks for the first page of each list, and stops at a fault', async () => {
    const asked = async (channel: string) => (await ask(samr, { channel }, () => found(list))).urls;
    expect(await asked('consumer')).toEqual([`${site}/xfpzh/xfpgnzh/`]);
    expect(await asked('notices')).toEqual([`${site}/qczh/qczhgg1/`, `${site}/xfpzh/xfpzhgg/`]);
    expect((await ask(samr, { channel: 'notices' }, () => timeout)).results).toEqual([timeout]);
  });

  test('a back-fill turns pages until one ends before the wanted time', async () => {
    const since = (day: string) => ({ from: beijing(`${day}T08:00`), to: READ_AT });
    const older = list.replace('2026-07-29', '2026-07-20');
    const answer = (url: string) => found(url.endsWith('index_2.html') ? older : list);
    const { urls } = await ask(samr, { channel: 'car' }, answer, since('2026-07-29'));
    expect(urls.map((url) => url.split('/').at(-1))).toEqual(['', 'index_1.html', 'index_2.html']);
    const all = await ask(
      samr,
      { channel: 'car' },
      () => found(list.replace('(50,', '(3,')),
      since('2020-01-01'),
    );
    expect(all.urls).toHaveLength(3);
  });

  test.each([
    ['more tags than a list has', 100_000, 'too-large'],
    ['tags nested too deep', 9_000, 'malformed'],
  ])('%s are no list', (_what, count, wall) => {
    const open = `<div class="boxl_ul"><ul><li><a href="x_1.html">${'<b>'.repeat(count)}题`;
    expect(parseBody(samr, open)).toMatchObject({ wall });
  });
});
