import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

const TEN_MINUTES = 600;

/** The parts of a source's page. */
function partsOf(page: Page) {
  const part = (name: string): Locator => page.getByRole('region', { name });
  return { health: part('状况'), runs: part('运行记录'), trial: part('试取最新一页') };
}

async function tryOut(page: Page): Promise<void> {
  await partsOf(page).trial.getByRole('button', { name: '试取一次' }).click();
}

/** The page of one source: how it is, what each run brought, and what a person can do. */
export function feedPageFlows({ visit, desk, ask }: Stage): void {
  const addFeed = async (name: string, address: string, active = true): Promise<string> => {
    // No two feeds share an address.
    const url = `${address}?for=${encodeURIComponent(name)}`;
    const feed = { name, source: 'rss', params: { url }, every: TEN_MINUTES, active };
    const { id } = await ask('POST', 'feeds', feed);
    return `/feeds/${id}`;
  };

  describe.concurrent('the page of a source', () => {
    test('says how it is and what each run brought, and takes a run by hand', async () => {
      await visit(await addFeed('街道公示', desk().sites.notices), async (page) => {
        const { health, runs } = partsOf(page);
        await runs.getByRole('row', { name: /自动 有内容 1 1 0 0 / }).waitFor();
        await health.getByText('正常', { exact: true }).waitFor();
        expect(await health.innerText()).toMatch(
          /最近读取成功\s+(今天|昨天) [\d:]+\s+最近有内容\s+(今天|昨天) [\d:]+\s+下一次\s+\d+ 分钟\s+每 10 分钟/,
        );
        expect(await page.getByText('没有一条被退回。').count()).toBe(1);
        await page.getByRole('button', { name: '立即运行' }).click();
        // The second look finds the same post.
        await runs.getByRole('row', { name: /手动 有内容 1 0 1 0 / }).waitFor();
        expect(await runs.getByRole('row').count()).toBe(3);
        await runs.getByRole('img', { name: /近几次每次入库：.*最多 1 条/ }).waitFor();
      });
    });

    test('pauses it and lets it go on, and stays so when it is opened anew', async () => {
      await visit(await addFeed('时停时续', desk().sites.empty), async (page) => {
        const { health } = partsOf(page);
        const [pause, resume] = ['暂停', '恢复'].map((name) =>
          page.getByRole('button', { name, exact: true }),
        );
        const run = page.getByRole('button', { name: '立即运行' });
        await pause?.click();
        await resume?.waitFor();
        await page.reload();
        await health.getByText('已暂停').waitFor();
        await health.getByText('恢复后继续按间隔取').waitFor();
        expect(await pause?.count()).toBe(0);
        expect(await run.isDisabled()).toBe(true);
        await resume?.click();
        await pause?.waitFor();
        await page.reload();
        await health.getByText('正常', { exact: true }).waitFor();
        expect(await resume?.count()).toBe(0);
        expect(await run.isEnabled()).toBe(true);
      });
    });

    test('shows what a trial fetched beside what is read from it, and stores nothing', async () => {
      await visit(await addFeed('先看看', desk().sites.notices, false), async (page) => {
        const { runs, trial } = partsOf(page);
        await tryOut(page);
        const raw = trial.getByRole('textbox', { name: '页面原文' });
        expect(JSON.parse(await raw.inputValue())).toMatchObject({ items: [{ id: 'notice-1' }] });
        await trial.getByText('读到 1 条').waitFor();
        const post = trial.getByRole('listitem');
        expect(await post.innerText()).toMatch(/街道公布停车位方案\s+新增车位六十个/);
        const [left, right] = [await raw.boundingBox(), await post.boundingBox()];
        expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0);
        await runs.getByText('还没有运行过').waitFor();
        expect(await faultsOf(page)).toEqual([]);
      });
    });

    test('says in plain words that a wall stands there and what to do, and does not knock again', async () => {
      await visit(await addFeed('要登录的', desk().sites.walled), async (page) => {
        const { health, runs, trial } = partsOf(page);
        await runs.getByRole('row', { name: /自动 ✕ 要求登录 0 0 0 0 / }).waitFor();
        await health.getByText('被对方拦下').waitFor();
        await health.getByText('要求登录', { exact: true }).waitFor();
        await health.getByText('听潮不绕过登录。换成公开页面，或改用导入、推送。').waitFor();
        await tryOut(page);
        await trial.getByText(/^取不到：这个主机拦下过我们.*暂停访问$/).waitFor();
        await trial.getByText('到时系统会先试探一次。').waitFor();
        await trial.getByText('没有取到页面').waitFor();
      });
    });

    test('tells a page without posts from one that moved away and from a site that is dead', async () => {
      const quiet = await addFeed('没有帖子的', desk().sites.empty);
      const moved = await addFeed('搬走了的', desk().sites.missing);
      const dead = await addFeed('没人应的', desk().sites.dead);
      await visit(quiet, async (page) => {
        const { health, runs, trial } = partsOf(page);
        await runs.getByRole('row', { name: /自动 无新内容 0 0 0 0 / }).waitFor();
        await health.getByText('正常', { exact: true }).waitFor();
        await health.getByText('还没有过内容').waitFor();
        await tryOut(page);
        await trial.getByText('页面能读，暂时没有内容').waitFor();

        await page.goto(moved);
        await health.getByText('读不到内容').waitFor();
        await health.getByText('找到新地址，改到来源的设置里。').waitFor();
        await tryOut(page);
        await trial.getByText('读不到内容：页面已不存在').waitFor();

        await page.goto(dead);
        await runs.getByRole('row', { name: /自动 ✕ 连接被拒绝 0 0 0 0 / }).waitFor();
        await health.getByText('取不到', { exact: true }).waitFor();
        await health.getByText('对方可能停机，系统会继续重试。').waitFor();
        await health.getByText('从未成功').waitFor();
        await tryOut(page);
        await trial.getByText('取不到：连接被拒绝').waitFor();
      });
    });

    test('reads articles again that were read wrongly, and tells how many say something else now', async () => {
      const params = (bodySelector: string) => ({ url: desk().sites.articles, most: 1, bodySelector });
      const feed = { name: '街道通告', source: 'web-page', every: TEN_MINUTES, cron: null, adaptive: null };
      const wrong = { ...feed, params: params('.side'), active: true, acknowledged: true };
      const { id, mark } = await ask<{ id: number; mark: string }>('POST', 'feeds', wrong);
      await visit(`/feeds/${id}`, async (page) => {
        const { runs } = partsOf(page);
        await runs.getByRole('row', { name: /自动 有内容 1 1 0 0 / }).waitFor();
        await page.getByRole('button', { name: '立即运行' }).click();
        await runs.getByRole('row', { name: /手动 有内容 1 1 0 0 / }).waitFor();
        await ask('PUT', `feeds/${id}`, { ...feed, params: params('.said'), acknowledged: true, seen: mark });
        const part = page.getByRole('region', { name: '重新读取文章' });
        await part.getByRole('button', { name: '重新读取' }).click();
        await part.getByText('已开始，改了几条见运行记录').waitFor();
        // One article a run: the next run goes on by itself, and one finds that nothing is left.
        const again = runs.getByRole('row', { name: /重读 改了 1 条 有内容 1 0 1 0 / });
        await again.nth(1).waitFor();
        await runs.getByRole('row', { name: /重读 改了 0 条 无新内容 0 0 0 0 / }).waitFor();
        expect(await again.count()).toBe(2);
        expect(await faultsOf(page)).toEqual([]);
      });
    });

    test('fetches posts of the days asked for, and leaves the turns as they were', async () => {
      const feed = { name: '旧帖', source: 'hacker-news', params: { query: 'parking' }, every: TEN_MINUTES };
      const { id } = await ask('POST', 'feeds', { ...feed, active: false });
      await visit(`/feeds/${id}`, async (page) => {
        const { health, runs } = partsOf(page);
        const start = page.getByRole('button', { name: '开始回补' });
        const from = page.getByLabel('从', { exact: true });
        const week = await from.inputValue();
        await from.fill('2099-01-01');
        await page.getByText('开始日期不能晚于结束日期，最多一年').waitFor();
        expect(await start.isDisabled()).toBe(true);
        await from.fill(week);
        await start.click();
        await page.getByText('已开始，结果见运行记录').waitFor();
        await runs.getByRole('row', { name: /回补 \S+日 至 \S+日 有内容 1 1 0 0 / }).waitFor();
        await health.getByText('从未成功').waitFor();
      });
    });
  });
}
