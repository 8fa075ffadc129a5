import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeAccount, PASSWORD } from '../../http/accounts.ts';
import { serveHttp } from '../../http/serve.ts';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

const PAGES = path.resolve(import.meta.dirname, '../../../web/dist');

/** On a server of their own: where one account is, everybody has to log in. */
export function accountFlows({ visitApart }: Stage): void {
  test('people log in by name, choose a password, and see what their role may not do', {
    timeout: 300_000,
  }, async () => {
    const served = await serveHttp();
    await cp(PAGES, served.webRoot, { recursive: true });
    await makeAccount(served, '王敏', 'admin');
    await visitApart(
      `${served.url}/accounts`,
      async (page) => {
        expect(await faultsOf(page)).toEqual([]);
        await page.getByLabel('姓名').fill('王敏');
        await page.getByLabel('密码').fill(PASSWORD);
        await page.getByRole('button', { name: '进入' }).click();
        await page.getByRole('button', { name: '新建账号' }).click();
        await page.getByLabel('姓名').fill('韩梅梅');
        await page.getByLabel('观察').check();
        await page.getByRole('button', { name: '建立', exact: true }).click();
        await page.getByText('韩梅梅的初始密码').waitFor();
        const first = (await page.locator('code.password').textContent()) ?? '';
        await page.getByRole('tab', { name: '操作记录' }).click();
        await page.getByText('名称：韩梅梅').waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole('button', { name: '退出', exact: true }).click();
        await page.getByLabel('姓名').fill('韩梅梅');
        await page.getByLabel('密码').fill(first);
        await page.getByRole('button', { name: '进入' }).click();
        await page.getByLabel('现在的密码').fill(first);
        await page.getByLabel('新密码', { exact: true }).fill('another harbour');
        await page.getByLabel('再输一次新密码').fill('another harbour');
        await page.getByRole('button', { name: '改密码' }).click();
        await page.getByText('韩梅梅 · 观察').waitFor();
        expect(await page.getByRole('link', { name: '账号' }).count()).toBe(0);
        await page.getByRole('link', { name: '监测方案' }).click();
        await page.getByText('需要管理员').first().waitFor();
      },
      / 401 .*\/api\//,
    );
  });
}
