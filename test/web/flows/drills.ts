import { describe, expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

/** A drill is run by two: one in the page, one elsewhere. */
export function drillFlows({ visit, ask }: Stage): void {
  describe('a drill', () => {
    test('is seen as it goes on, acted in, ended and scored, under its mark', async () => {
      const { id } = await ask('POST', 'drills', { by: '李', scenario: 'forged-notice', speed: 12 });
      await visit(
        `/drills/${id}`,
        async (page) => {
          await page.getByText(/以下内容都是虚构的/).waitFor();
          const feed = page.getByRole('region', { name: '收到的消息' });
          await feed.getByText('抄表员上报（业主群截图）').waitFor();
          await ask('POST', `drills/${id}/acts`, { by: '李', act: { kind: 'level', level: 'III' } });
          await page.getByText(/^李在 .* 定级$/).waitFor();
          await page.getByLabel('标题').fill('情况说明');
          await page.getByLabel('正文').fill('我们会尽快查清。');
          await page.getByRole('button', { name: '核对并发出' }).click();
          const name = page.getByLabel(/以谁的名义/);
          const found = page.getByText('不宜这样说：尽快');
          await name.or(found).first().waitFor();
          if (await name.isVisible()) {
            await name.fill('王值班');
            await page.keyboard.press('Enter');
          }
          await found.waitFor();
          expect(await faultsOf(page)).toEqual([]);
          await page.getByRole('button', { name: '结束并评分' }).click();
          await page.getByRole('button', { name: '再点一次，结束演练' }).click();
          const sheet = page.getByRole('region', { name: '评分' });
          await sheet.getByText('满分 100').waitFor();
          await sheet.getByText('逐项').click();
          expect(await faultsOf(page)).toEqual([]);
        },
        / 422 .*\/acts$/,
      );
      const early = await ask('POST', 'drills', { by: '李', scenario: 'forged-notice', speed: 1 });
      await ask('POST', `drills/${early.id}/end`, { by: '李' });
      await visit(`/drills/${early.id}`, async (page) => {
        const sheet = page.getByRole('region', { name: '评分' });
        await sheet.getByText('满分 100').waitFor();
        expect(await sheet.locator('.total strong').innerText()).toBe('—');
      });
      await visit('/drills', async (page) => {
        await page
          .getByRole('listitem')
          .filter({ hasText: '1 倍' })
          .getByText('—', { exact: true })
          .waitFor();
        await page.getByRole('form', { name: '开始演练' }).waitFor();
        await page.getByRole('link', { name: '一份伪造的停水公文' }).first().waitFor();
        expect(await faultsOf(page)).toEqual([]);
      });
    });
  });
}
