import { expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';
import { FLOOD, LINE } from '../windows.ts';

/** A platform, why it is not crawled, and what is told to do instead. */
const CLOSED: readonly (readonly [string, string, RegExp])[] = [
  ['微博', '匿名访问会被拦下', /开放平台.*授权数据.*推送接口/s],
  ['知乎', '要求登录', /取得知乎的授权.*授权数据.*推送接口/s],
  ['小红书', '请求带签名', /官方后台导出.*自家后台导出/s],
  ['抖音', '访客凭证', /抖音开放平台.*官方开放平台/s],
  ['微信公众号', 'robots.txt 不允许抓取', /填进表格，再导入.*人工摘录/s],
  ['大众点评、美团', '滑块验证', /商家后台导出后导入.*推送接口/s],
  ['京东、淘宝', '匿名请求被拒', /商家后台导出后导入.*推送接口/s],
];

/** Where posts come from: the list of sources and how one is added. */
export function feedFlows({ visit, visitApart, desk }: Stage): void {
  test.concurrent('a flood of live events does not keep a slow answer from being shown', async () => {
    await visitApart('about:blank', async (page) => {
      await page.addInitScript(FLOOD);
      await page.route('**/api/feeds', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        await route.continue().catch(() => undefined);
      });
      await page.goto('/feeds');
      await page.getByRole('table').or(page.getByText('还没有来源')).waitFor();
    });
  });

  test.concurrent('a page loads anew where live events may have been missed', async () => {
    await visitApart('about:blank', async (page) => {
      await page.addInitScript(LINE);
      await page.goto('/feeds');
      await page.getByRole('table').or(page.getByText('还没有来源')).waitFor();
      // The line is there for the first time: nothing was missed, and nothing is loaded for it.
      await page.evaluate(`line.dispatchEvent(new Event('open'))`);
      for (const missed of [
        `new MessageEvent('resync', { data: '{"kind":"resync","at":1}' })`,
        // The line broke, and stands again.
        `new Event('open')`,
      ]) {
        const loaded = page.waitForRequest('**/api/feeds');
        await page.evaluate(`line.dispatchEvent(${missed})`);
        await loaded;
      }
    });
  });

  test.concurrent('a source is tried before it is saved, and its first post reaches the open overview by itself', async () => {
    await visitApart('/', async (overview, context) => {
      await overview.getByTitle('实时连接正常').waitFor();
      const page = await context.newPage();
      await page.goto('/feeds/new');
      await page.getByRole('radio', { name: /RSS/ }).check();
      await page.getByText('法律依据').first().waitFor();
      await page.getByLabel('订阅地址').fill(desk().sites.feed);
      await page.getByRole('button', { name: '试取一次' }).click();
      await page.getByText('读到 1 条').waitFor();
      await page.getByText('供热公司公布抢修进度').waitFor();
      await page.getByRole('button', { name: '保存来源' }).click();
      await page.getByText('正常').first().waitFor();
      const stream = overview.getByRole('region', { name: '实时内容' });
      await stream.getByText('抢修进度').waitFor();
    });
  });

  test.concurrent('a source that is off by default waits for a tick under its note', async () => {
    await visit('/feeds/new', async (page) => {
      await page.getByRole('radio', { name: /Reddit/ }).check();
      const notice = page.getByRole('group', { name: '法律依据' });
      await notice.getByText('须先取得 Reddit 对应用的批准').waitFor();
      const attempt = page.getByRole('button', { name: '试取一次' });
      expect(await attempt.isDisabled()).toBe(true);
      await notice.getByRole('checkbox', { name: '我已了解并确认有权采集' }).check();
      expect(await attempt.isEnabled()).toBe(true);
      expect(await page.getByLabel('应用密钥').getAttribute('type')).toBe('password');
    });
  });

  test.concurrent('a list of feeds says what it would make before it makes anything', async () => {
    await visit('/feeds', async (page) => {
      await page.getByRole('button', { name: '导入 OPML' }).click();
      const drawer = page.getByRole('dialog', { name: '导入订阅列表' });
      const feeds =
        '<outline text="公告" xmlUrl="https://heat.example/rss"/><outline text="旧的" xmlUrl="ftp://x"/>';
      const list = `<opml version="2.0"><body><outline text="供热">${feeds}</outline></body></opml>`;
      const file = { name: 'feeds.opml', mimeType: 'text/x-opml', buffer: Buffer.from(list) };
      await drawer.locator('input[type="file"]').setInputFiles(file);
      await drawer.getByText('会新建 1 个来源').waitFor();
      await drawer.getByRole('row', { name: /旧的.*不能用.*不是网页地址/ }).waitFor();
      await drawer.getByLabel('同时为 1 个文件夹各建一个监测方案').check();
      await drawer.getByRole('button', { name: '新建 1 个来源、1 个监测方案' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      // Others make feeds meanwhile.
      expect(await (await page.request.get('/api/feeds')).text()).not.toContain('https://heat.example/rss');
    });
  });

  test.concurrent('what is not crawled is named, with why, and with what to do instead', async () => {
    await visit('/feeds', async (page) => {
      const closed = page.getByRole('region', { name: '不抓取的平台' });
      await closed.getByText('图表里看不到，不等于没有人在说').waitFor();
      for (const [platform, why, instead] of CLOSED) {
        const one = closed.getByRole('listitem').filter({ has: page.getByText(platform, { exact: true }) });
        const answers = one.getByRole('definition');
        expect(await answers.count()).toBe(0);
        await one.getByText(platform, { exact: true }).click();
        expect(await answers.allInnerTexts()).toEqual([
          expect.stringContaining(why),
          expect.stringMatching(instead),
        ]);
      }
      const way = closed.getByRole('link', { name: '去导入' });
      expect(await way.getAttribute('href')).toBe('/import');
      expect(await faultsOf(page)).toEqual([]);
    });
  });
}
