import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { type Runtime, startRuntime } from '../../server/runtime.ts';
import { launchBrowser } from '../support/browser.ts';
import { faultsOf } from '../web/axe.ts';
import { tempFolderUntilEnd } from './folder.ts';

const WEB = path.resolve(import.meta.dirname, '../../web');
const folder = tempFolderUntilEnd();
let runtime: Runtime;
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(path.join(WEB, 'dist/index.html'))) await build({ root: WEB, logLevel: 'error' });
  const env = { TINGCHAO_DATA: folder, TINGCHAO_PORT: '0', TINGCHAO_LOG: 'silent' };
  runtime = await startRuntime(parseConfig({ ...env, TINGCHAO_ANALYSIS_THREADS: '1' }));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await runtime?.close();
});

const TICKETS = [
  '某市12345热线工单表,,,,,',
  '工单编号,受理时间,诉求内容,来电人,联系电话,说明',
  '2026001,2026-11-20 08:00,家里暖气三天不热,张先生,13800000000,北区',
  '2026002,改天,供热公司电话没人接,李女士,13900000000,南区',
  '2026003,2026-11-20 09:10,,王先生,13700000000,南区',
].join('\r\n');

async function drop(page: Page, name: string, text: string): Promise<void> {
  const file = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: file });
}

test('a table is dropped, its columns put right, imported and told row by row; the next maps by itself', async () => {
  const context = await browser.newContext({
    baseURL: runtime.url,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  await page.goto('/import');
  await drop(page, '12345工单-2026年11月.csv', TICKETS);

  await page.getByRole('heading', { name: '每一列是什么' }).waitFor();
  expect(await page.getByLabel('正文', { exact: true }).inputValue()).toBe('诉求内容');
  expect(await page.getByLabel('时间', { exact: true }).inputValue()).toBe('受理时间');
  await page.getByText('看了前 3 行，1 行可以入库').waitFor();
  await page.getByLabel('地区', { exact: true }).selectOption('说明');
  // The column's own sample shows it at once; the preview a moment later.
  await page.getByRole('region', { name: '导入预览' }).getByText('北区').waitFor();
  await page.locator('section[aria-busy="false"]').waitFor();
  expect(await page.getByText('13800000000').count()).toBe(0);
  expect(await faultsOf(page)).toEqual([]);
  const seen = Promise.withResolvers<void>();
  // However fast the table is read, the page hears of its end only after we looked.
  await page.route(/\/api\/imports\/\d+$/, (route) => seen.promise.then(() => route.continue()));
  await page.getByRole('button', { name: '开始导入' }).click();
  const running = page.getByRole('region', { name: '12345工单-2026年11月.csv' });
  const bar = running.getByRole('progressbar', { name: '正在导入' });
  await bar.waitFor();
  expect(await bar.getAttribute('aria-valuenow')).toMatch(/^\d+$/);
  expect(await running.getByRole('status').innerText()).toMatch(/^(已排队，马上开始|已处理 3 行)$/);
  await running.getByText('可以离开此页，导入会继续。').waitFor();
  seen.resolve();

  await page.getByText('导入完成').waitFor();
  await page.getByRole('region', { name: '结果' }).getByText('已处理 3 行').waitFor();
  expect(await bar.count()).toBe(0);
  const report = page.getByRole('table');
  await report.getByText('时间读不懂').waitFor();
  expect(await report.getByRole('row').nth(1).innerText()).toContain('受理时间');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载 CSV' }).click(),
  ]);
  const csv = readFileSync((await saved.path()) ?? '', 'utf8');
  expect(csv).toMatch(/^\ufeff行号,列,原因,内容\r\n4,受理时间,时间读不懂,/);
  expect(csv).toContain('5,诉求内容,正文和标题都是空的');
  expect(csv).not.toContain('李女士');

  await page.getByRole('link', { name: '导入另一个文件' }).click();
  await drop(page, '工单-12月.csv', TICKETS);
  await page.getByText('已按“12345工单”对应').waitFor();
  expect(await page.getByLabel('地区', { exact: true }).inputValue()).toBe('说明');
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('导入完成').waitFor();
  expect(await page.locator('.figures').innerText()).toMatch(/新入库\s+0[\s\S]*已有\s+1/);
  await context.close();
});

test('a token is made, shown once, and revoked', async () => {
  const context = await browser.newContext({
    baseURL: runtime.url,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  await page.goto('/import/push');
  await page.getByLabel('名称').fill('数据商甲');
  await page.getByRole('button', { name: '创建令牌' }).click();
  const token = await page.locator('code.token').innerText();
  const push = () =>
    fetch(`${runtime.url}/api/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ posts: [{ externalId: '1', text: '暖气不热' }] }),
    });
  expect((await push()).status).toBe(200);
  await page.reload();
  await page.getByText('共 1 条').waitFor();
  expect(await page.getByText(token).count()).toBe(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '确认停用' }).click();
  await expect.poll(async () => (await push()).status).toBe(401);
  await context.close();
});
