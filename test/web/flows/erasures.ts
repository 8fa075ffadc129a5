import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { serveHttp } from '../../http/serve.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

const PAGES = path.resolve(import.meta.dirname, '../../../web/dist');

/** On a server of their own: what is deleted would be missed by the others. */
export function erasureFlows({ visitApart }: Stage): void {
  test('a post is deleted on request from where it is shown whole, and the request is listed', async () => {
    const served = await serveHttp();
    await cp(PAGES, served.webRoot, { recursive: true });
    await makeWatch(served.db, { rule: anyOf('暖气') });
    const posts = [makePost({ text: '三号楼暖气不热', author: '住户', publishedAt: Date.now() - 60_000 })];
    await ingest(ingestDeps(served.db, { now: Date.now }), { posts, origin: 'test' });
    await visitApart(`${served.url}/mentions/1`, async (page) => {
      await page.evaluate(() => localStorage.setItem('tingchao.name', '王敏'));
      await page.reload();
      const open = page.getByRole('button', { name: '按当事人请求删除…' });
      await open.click();
      await page.getByLabel('只删这一条').waitFor();
      // Nobody else says the same.
      expect(await page.getByRole('radio').count()).toBe(2);
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await page.locator(':focus').innerText()).toBe('按当事人请求删除…');
      await open.click();
      await page.getByLabel('这个账号的全部内容，以后也不再收录').check();
      await page.getByLabel(/请求编号或说明/).fill('2026-7');
      await page.getByRole('button', { name: '删除，不能恢复' }).click();
      await page.getByText('已开始删除，几分钟内完成。').waitFor();
      await page.goto(`${served.url}/accounts?part=erasures`);
      await page.getByText('2026-7').waitFor();
      await page.getByText('正在删除，已删 0 条').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('tab', { name: '操作记录' }).click();
      const line = page.getByRole('listitem').filter({ hasText: '按请求删除内容' });
      await line.filter({ hasText: '范围：这个账号的全部内容' }).waitFor();
    });
  });
}
