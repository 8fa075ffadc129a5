import { expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

/** Rows of a city that no watch follows. */
const ROWS = [
  '发布时间,来源,标题,正文,链接',
  '2026-11-28 08:00,论坛,夜市,海州夜市的路灯换新了,https://haizhou.example/1',
  '2026-11-28 09:00,论坛,公园,海州公园的银杏黄了,https://haizhou.example/2',
].join('\n');

/** Past posts come in as a file, and go again. */
export function importFileFlows({ visit }: Stage): void {
  test.concurrent('a file is mapped, imported, and taken back; that no watch matched is explained', async () => {
    await visit('/import', async (page) => {
      const file = { name: '海州十一月.csv', mimeType: 'text/csv', buffer: Buffer.from(ROWS) };
      await page.locator('input[type="file"]').setInputFiles(file);
      const preview = page.getByRole('region', { name: '导入预览' });
      await preview.getByText('看了前 2 行，2 行可以入库').waitFor();
      await page.getByRole('button', { name: '开始导入' }).click();
      await page.getByRole('heading', { name: '海州十一月.csv 导入完成' }).waitFor();
      await page.getByText('没有一条命中监测方案').waitFor();
      expect(await faultsOf(page)).toEqual([]);

      await page.getByRole('button', { name: '撤回这次导入' }).click();
      await page.getByRole('button', { name: '确认撤回，删除内容' }).click();
      await page.getByRole('heading', { name: '海州十一月.csv 已撤回' }).waitFor();
      await page.getByText('已删除 2 条内容，统计与事件已重算。').waitFor();
      // What it had brought is no longer told as if it were there.
      expect(await page.getByText('新入库').count()).toBe(0);
      await page.getByRole('link', { name: '全部导入' }).click();
      const row = page.getByRole('listitem').filter({ hasText: '海州十一月.csv' });
      await row.getByText(/已删除\s*2/).waitFor();
      expect(await faultsOf(page)).toEqual([]);
    });
  });
}
