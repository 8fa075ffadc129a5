import { describe, expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

/** A report is made, worded anew and handed on. */
export function reportFlows({ visit, visitApart, ask }: Stage): void {
  describe.concurrent('reports', { timeout: 300_000 }, () => {
    test('are made from the page of trends, for the watch and the time that it shows', async () => {
      await visit('/trends?watch=1&range=7d', async (page) => {
        await page.getByRole('link', { name: '生成报告' }).click();
        await page.waitForURL(/\/reports\/new\?.*kind=custom/);
        await page.getByText(/^[\d,]+ 条提及，\d+ 条新预警$/).waitFor();
        expect(await page.getByLabel('监测方案').inputValue()).toBe('1');
        await page.getByRole('button', { name: '日报' }).click();
        await page.getByLabel('哪一天').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
        await page.getByText('（还没有过完，只算到上一个整点）').waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole('button', { name: '做一份报告' }).click();
        await page.getByLabel(/以谁的名义/).fill('陈分析');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/reports\/\d+/);
        await page.getByRole('heading', { name: /舆情日报$/ }).waitFor();
        await page.getByRole('img', { name: '当日每小时的条数，按情感' }).waitFor();
        const download = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Word 文档' }).click();
        expect((await download).suggestedFilename()).toMatch(/舆情日报.*\.docx$/);
        await page.getByRole('button', { name: '删除' }).click();
        await page.getByRole('button', { name: '再点一次，确认删除' }).click();
        await page.waitForURL(/\/reports(\?|$)/);
      });
    });

    test('keep a remark, and lose nothing when somebody else was faster', async () => {
      const { id } = await ask('POST', 'reports', { by: '王', kind: 'weekly', watchId: 1 });
      await visitApart('/reports', async (first, context) => {
        await first.evaluate("localStorage.setItem('tingchao.name', '陈分析')");
        // A page of its own: the browser itself complains of the refusal that is meant.
        const page = await context.newPage();
        await page.goto(`/reports/${id}`);
        const volume = page.getByRole('region', { name: '声量与情感' });
        await volume.getByRole('button', { name: '写批注' }).click();
        await volume.getByRole('textbox', { name: '写批注' }).fill('周三停暖，量大');
        await volume.getByRole('button', { name: '保存' }).click();
        await volume.getByText('批注：周三停暖，量大').waitFor();

        const summary = page.getByRole('region', { name: '摘要' });
        await summary.getByRole('button', { name: '改摘要' }).click();
        await summary.getByRole('textbox').fill('我写的摘要');
        const other = { by: '李', version: 2, title: '李改过的题目', summary: '李写的摘要', remarks: {} };
        await ask('PUT', `reports/${id}`, other);
        await summary.getByRole('button', { name: '保存' }).click();
        await summary.getByRole('alert').getByText('李写的摘要').waitFor();
        expect(await summary.getByRole('textbox').inputValue()).toBe('我写的摘要');
        expect(await faultsOf(page)).toEqual([]);
        await summary.getByRole('button', { name: '换成我写的' }).click();
        await summary.getByRole('listitem').getByText('我写的摘要').waitFor();
        // What the other wrote elsewhere stays.
        await page.getByRole('heading', { name: '李改过的题目' }).waitFor();
      });
    });
  });
}
