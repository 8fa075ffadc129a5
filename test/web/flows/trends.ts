import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldOf } from '../../../web/words/china-field.ts';
import type { Stage } from '../stage.ts';

/** How a subject moves over time. */
export function trendFlows({ visit }: Stage): void {
  describe.concurrent('trends', { timeout: 300_000 }, () => {
    test('lead from a topic to its posts, and keep every choice in the address', async () => {
      await visit('/trends?watch=1&range=7d', async (page) => {
        const topics = page.getByRole('region', { name: '正在变化的话题' });
        await topics.getByRole('link', { name: '服务中断' }).waitFor();
        await page.getByRole('region', { name: '对比' }).getByRole('button', { name: '负面占比' }).click();
        await topics.getByRole('button', { name: '把“服务中断”加入对比' }).click();
        await page.getByRole('button', { name: '移出“服务中断”' }).waitFor();
        const chosen = new URL(page.url()).searchParams;
        expect([chosen.get('metric'), chosen.get('of')]).toEqual([
          'negative',
          expect.stringContaining('sev.outage'),
        ]);
        await topics.getByRole('link', { name: '服务中断' }).click();
        await page.waitForURL(/\/mentions\?.*fact=sev\.outage/);
        await page.getByRole('article').first().waitFor();
      });
    });

    test('take an annotation, which stays, and hand out their data', async () => {
      await visit('/trends?watch=1', async (page) => {
        const timeline = page.getByRole('region', { name: '时间线' });
        await timeline.getByRole('button', { name: '加标注' }).click();
        await timeline.getByLabel('写什么').fill('抢修公告发布');
        const when = timeline.getByLabel('时间（北京时间）');
        await when.fill(fieldOf(Date.now() - 600_000));
        const typed = await when.inputValue();
        // Zooming in moves where a new one would stand, as time and new posts do: what was typed stays.
        await timeline.getByRole('slider').nth(1).fill('12');
        expect(await when.inputValue()).toBe(typed);
        await timeline.getByRole('button', { name: '保存' }).click();
        await page.getByLabel(/以谁的名义/).fill('陈分析');
        await page.keyboard.press('Enter');
        await timeline.getByText('抢修公告发布').waitFor();
        await page.reload();
        await timeline.getByText(/抢修公告发布.*陈分析 (今天|昨天)/).waitFor();
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          timeline.getByRole('button', { name: '下载 CSV' }).click(),
        ]);
        const csv = readFileSync(await file.path(), 'utf8');
        expect(csv.startsWith('\ufefftime,negative,neutral,positive')).toBe(true);
        const picture = page.waitForEvent('download');
        await timeline.getByRole('button', { name: '下载图片' }).click();
        expect((await picture).suggestedFilename()).toBe('trends-timeline.png');
      });
    });
  });
}
