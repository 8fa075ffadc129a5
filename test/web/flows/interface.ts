import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { contrastFaultsOf, faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';
import { fits } from '../waits.ts';

const WIDE = { width: 1440, height: 900 };
const TELEPHONE = { width: 390, height: 844 };

/** As it stands now: by all rules of axe, its colours by night, and whether it fits, on a desk and in a hand. */
async function expectSound(page: Page): Promise<void> {
  for (const size of [WIDE, TELEPHONE]) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light' });
    expect([size.width, await faultsOf(page)]).toEqual([size.width, []]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([size.width, await contrastFaultsOf(page)]).toEqual([size.width, []]);
    await fits(page);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Tokens for programs that read, and what they may read. */
export function interfaceFlows({ visitApart, desk, ask }: Stage): void {
  const read = async (token: string, path: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${desk().url}/api/${path}`, { headers })).status;
  };

  test('a token is made, copied, read with as the page shows, and stopped', {
    timeout: 300_000,
  }, async () => {
    await visitApart(
      '/system',
      async (page, context) => {
        await context.grantPermissions(['clipboard-read', 'clipboard-write']);
        const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
        await page.getByRole('tab', { name: '接口' }).click();
        await page.waitForURL('**/system/api');
        const tokens = page.getByRole('region', { name: '读取令牌' });
        const name = tokens.getByLabel('名称');
        const make = tokens.getByRole('button', { name: '创建令牌' });
        await tokens.getByText('还没有读取令牌').waitFor();
        expect(await make.isDisabled()).toBe(true);
        await name.fill('管理驾驶舱');
        await tokens.getByLabel('所选方案').first().check();
        await tokens.getByText('请至少选择一个方案').waitFor();
        expect(await make.isDisabled()).toBe(true);
        await tokens.getByRole('checkbox', { name: '供热服务' }).check();
        await make.click();
        await tokens.getByText('令牌只显示这一次').waitFor();
        await tokens.getByRole('button', { name: '复制' }).click();
        await tokens.getByRole('button', { name: '已复制' }).waitFor();
        const token = await clipboard();
        expect(token).toMatch(/^tcr_[\w-]{32}$/);
        expect(await tokens.locator('code.token').innerText()).toBe(token);
        const row = tokens.getByRole('listitem').filter({ hasText: `…${token.slice(-4)}` });
        await row.getByText('供热服务').waitFor();

        const how = page.getByRole('region', { name: '怎样读取' });
        await how.getByRole('button', { name: '复制' }).click();
        await how.getByRole('button', { name: '已复制' }).waitFor();
        const [, shown = ''] = /^curl -sS 'http[^']+\/api\/([^']+)'/.exec(await clipboard()) ?? [];
        expect([shown, await read(token, shown)]).toEqual(['alerts?status=open', 200]);
        expect(await read(token, 'overview')).toBe(403);
        expect(await read(token, 'overview?watch=1')).toBe(200);

        // A taken name is said to be that, and what was typed stays.
        await name.fill('管理驾驶舱');
        await make.click();
        await tokens.getByText('这个名称已经用过，请换一个').waitFor();
        expect(await name.inputValue()).toBe('管理驾驶舱');
        await row.getByRole('button', { name: '停用' }).click();
        await row.getByRole('button', { name: '确认停用' }).waitFor();
        await expectSound(page);
        const sure = row.getByRole('button', { name: /停用$/ });
        if ((await sure.innerText()) === '停用') await sure.click();
        await row.getByRole('button', { name: '确认停用' }).click();
        await row.getByText(/停用$/).waitFor();
        // What no longer opens anything is not offered to be copied.
        await tokens.locator('code.token').waitFor({ state: 'detached' });
        expect(await read(token, shown)).toBe(401);
      },
      / 409 .*\/api\/read-tokens$/,
    );
  });

  test('every operation and shape is explained, in both languages', { timeout: 300_000 }, async () => {
    const { paths, webhooks } = await ask<Record<'paths' | 'webhooks', Record<string, object>>>(
      'GET',
      'openapi.json',
    );
    const count = [paths, webhooks].flatMap((each) => Object.values(each).flatMap(Object.keys)).length;
    await visitApart('/system/api', async (page) => {
      const operations = page.getByRole('region', { name: '全部接口' });
      await operations.getByText('预警列表').waitFor();
      expect(await operations.locator('details').count()).toBe(count);
      await operations.locator('summary').filter({ hasText: '/api/mentions' }).first().click();
      await operations.getByText('-1 负面，0 中性，1 正面').first().waitFor();
      // What is posted to others is told beside what is asked of us.
      await operations.locator('summary').filter({ hasText: '预警出现、变化' }).click();
      await operations.getByText('AlertWebhook').waitFor();
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'API', exact: true }).waitFor();
      const english = page.getByRole('region', { name: 'Operations' });
      await english.getByText('-1 negative, 0 neutral, 1 positive').first().waitFor();
      const shapes = page.getByRole('region', { name: 'Shapes' });
      await shapes.locator('summary').first().waitFor();
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      await expectSound(page);
      for (const region of [english, shapes]) expect(await region.innerText()).not.toMatch(/[\u4e00-\u9fff]/);
    });
  });
}
