import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

type Page = Parameters<Parameters<Stage['visit']>[1]>[0];

async function openStatements(page: Page): Promise<void> {
  await page.getByRole('link', { name: '打开预警' }).first().click();
  await page.getByRole('tab', { name: '文案' }).click();
  await page.getByLabel('选择文案').waitFor();
}

/** What PR people do with the statements on the page of an alert. */
export function statementFlows({ visitApart, ask, desk }: Stage): void {
  describe('a statement that is reworded on the page', () => {
    test('goes out in the words that stand there, and says what no longer agrees with the facts', async () => {
      await visitApart('/alerts', async (page) => {
        await page.evaluate(() => localStorage.setItem('tingchao.name', '周文'));
        await page.reload();
        await openStatements(page);
        const id = Number(/\d+$/.exec(new URL(page.url()).pathname)?.[0]);
        const panel = page.getByRole('tabpanel');
        const choice = panel.getByLabel('选择文案');
        // One that no other test hands in.
        await choice.selectOption('PB03-T2');
        const fields = panel.locator('.fields textarea');
        for (const field of await fields.all()) await field.fill('十八时');
        await panel.getByRole('button', { name: '改写全文' }).click();
        const body = panel.getByLabel('正文');
        expect(await body.inputValue()).toContain('十八时');
        await panel.getByLabel('标题').fill('停暖情况通报');
        await body.fill('停暖影响3200户，【待填】。咨询96778。');
        await panel.getByText('还有 1 处没填，填好才能送审：【待填】').waitFor();
        await panel.getByText('填写了、正文里却没有的内容：').waitFor();
        await body.fill('停暖影响3200户，十八时前恢复。咨询96778。');
        await panel.getByRole('region', { name: '口径对照' }).getByText('没有登记').waitFor();
        await panel.getByRole('button', { name: '保存草稿' }).click();
        await panel.getByText(/周文 .* 保存/).waitFor();
        await page.reload();
        await page.getByRole('tab', { name: '文案' }).click();
        expect(await body.inputValue()).toBe('停暖影响3200户，十八时前恢复。咨询96778。');
        expect(await fields.first().inputValue()).toBe('十八时');
        await panel.getByRole('button', { name: '送审', exact: true }).click();
        await panel.getByText('这是你起草的，要由别人审批').waitFor();
        const handedIn = await ask<{ approvals: { title: string; body: string }[] }>('GET', `alerts/${id}`);
        expect(handedIn.approvals[0]).toMatchObject({
          title: '停暖情况通报',
          body: '停暖影响3200户，十八时前恢复。咨询96778。',
        });
        await ask('PUT', `alerts/${id}/records`, { by: '周文', records: { affected_users: 4100 } });
        const standing = panel.getByRole('region', { name: '送审与发布' });
        await standing.getByText('登记的事实和这份文案对不上了').waitFor();
        await standing.getByText('登记的是 4100').waitFor();
        await panel.getByRole('button', { name: '按填空重新生成' }).click();
        await panel.getByRole('button', { name: '确认放弃改写' }).click();
        await until(
          page,
          `document.querySelector('[role=tabpanel] .preview .body')?.textContent.includes('十八时')`,
        );
        await ask('PUT', `alerts/${id}/records`, { by: '周文', records: {} });
      });
    });

    test('names what is still open, and offers what was filled in before, marked as such', async () => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts');
      await ask('PUT', `alerts/${id}/templates/PB03-T4`, { by: '周文', values: { hotline: '96778' } });
      await visitApart(`/alerts/${id}`, async (page) => {
        await page.getByRole('tab', { name: '文案' }).click();
        const panel = page.getByRole('tabpanel');
        await panel.getByLabel('选择文案').selectOption('PB03-T3');
        const hotline = panel.getByLabel('专线电话');
        const open = panel.getByText(/填好才能送审：.*专线电话/);
        await open.waitFor();
        expect(await panel.getByRole('button', { name: '送审', exact: true }).isDisabled()).toBe(true);
        expect(await hotline.inputValue()).toBe('');
        await panel.getByText('建议，沿用本预警另一份文案，核对后再用').waitFor();
        await panel.getByRole('button', { name: '采用“96778”' }).click();
        expect(await hotline.inputValue()).toBe('96778');
        await open.waitFor({ state: 'detached' });
        expect(await panel.getByRole('button', { name: '采用“96778”' }).count()).toBe(0);
      });
    });

    test('that is approved goes out in several places, and one of them is taken down', async () => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts');
      const template = 'PB03-T4';
      const text = { title: '停供提醒', body: '正在核查，18时再通报。' };
      const handIn = { by: '周文', template, text };
      type Screen = { approvals: { id: number; template: string; needed: number }[] };
      const { approvals } = await ask<Screen>('POST', `alerts/${id}/statements`, handIn);
      const { id: statement, needed = 0 } = approvals.find((each) => each.template === template) ?? {};
      for (const by of ['审甲', '审乙'].slice(0, needed))
        await ask('POST', `alerts/${id}/statements/${statement}/decision`, { by, approves: true });
      await visitApart(`/alerts/${id}`, async (page) => {
        await page.evaluate(() => localStorage.setItem('tingchao.name', '周文'));
        await page.reload();
        await page.getByRole('tab', { name: '文案' }).click();
        const panel = page.getByRole('tabpanel');
        await panel.getByLabel('选择文案').selectOption(template);
        const standing = panel.getByRole('region', { name: '送审与发布' });
        const publish = standing.getByRole('button', { name: '记为已发布' });
        await publish.click();
        await standing.getByLabel('链接（可不填）').fill('weibo.com/1');
        await standing.getByText('链接要以 http:// 或 https:// 开头').waitFor();
        await standing.getByLabel('链接（可不填）').fill('https://weibo.com/1');
        await publish.click();
        await standing.getByRole('button', { name: '还发在了别处' }).click();
        await standing.getByLabel('发在哪里').selectOption('media');
        await standing.getByLabel('备注（可不填）').fill('发给晚报');
        await publish.click();
        const places = standing.getByRole('list', { name: '发布在哪里' }).getByRole('listitem');
        await places.filter({ hasText: '发给晚报' }).waitFor();
        expect(await places.first().innerText()).toMatch(/微博.*周文登记/);
        expect(await places.first().getByRole('link').getAttribute('href')).toBe('https://weibo.com/1');
        await places.first().getByRole('button', { name: '撤下' }).click();
        await places.first().getByLabel('为什么撤下').fill('时间写错');
        await places.first().getByRole('button', { name: '撤下' }).click();
        await places.first().getByText('已撤下').waitFor();
        expect(await places.first().innerText()).toContain('时间写错');
        expect(await places.first().getByRole('button').allInnerTexts()).toEqual(['登错了']);
        expect(await places.nth(1).getByRole('button').allInnerTexts()).toEqual(['更正', '撤下', '登错了']);
        await places.nth(1).getByRole('button', { name: '登错了' }).click();
        await places.nth(1).getByLabel('为什么登错了').fill('登了两次');
        await places.nth(1).getByRole('button', { name: '删除这条发布记录' }).click();
        await places.nth(1).waitFor({ state: 'detached' });
        await page.getByRole('region', { name: '经过' }).getByText('：登了两次').waitFor();
      });
    });

    test('takes the place of none that its writer has not seen: the page shows what stands now', async () => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts');
      await visitApart(
        `/alerts/${id}`,
        async (page) => {
          await page.evaluate("localStorage.setItem('tingchao.name', '周文')");
          await page.reload();
          await page.getByRole('tab', { name: '文案' }).click();
          const panel = page.getByRole('tabpanel');
          await panel.getByLabel('选择文案').selectOption('PB03-T3');
          for (const field of await panel.locator('.fields textarea').all()) await field.fill('七时');
          await panel.getByRole('button', { name: '保存草稿' }).click();
          // As it is for whoever saw another one, which was taken back meanwhile.
          await page.route(
            `**/api/alerts/${id}/statements`,
            (route) => route.continue({ postData: { ...route.request().postDataJSON(), over: 9_999 } }),
            { times: 1 },
          );
          const submit = panel.getByRole('button', { name: '送审', exact: true });
          const anew = page.waitForResponse((answer) => answer.url().endsWith(`/api/alerts/${id}`));
          await submit.click();
          await panel.getByRole('alert').filter({ hasText: '别人已经保存过' }).waitFor();
          await anew;
          await submit.click();
          await panel.getByText('这是你起草的，要由别人审批').waitFor();
        },
        / 409 .*\/statements$/,
      );
      const { approvals } = await ask<{ approvals: { id: number; template: string }[] }>(
        'GET',
        `alerts/${id}`,
      );
      const mine = approvals.find(({ template }) => template === 'PB03-T3')?.id;
      await ask('POST', `alerts/${id}/statements/${mine}/withdraw`, { by: '周文' });
    });

    test('that waits for approval is told on the overview and in the list, and found from there', async () => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts');
      const text = { title: '等着批准的答复', body: '正在核查，18时再通报。' };
      const handIn = { by: '周文', template: 'PB03-T3', text };
      type Screen = { approvals: { id: number; title: string }[] };
      const { approvals } = await ask<Screen>('POST', `alerts/${id}/statements`, handIn);
      for (const address of ['/', '/alerts']) {
        await visitApart(address, async (page) => {
          await page.getByRole('link', { name: /份文案待审批/ }).click();
          await page.getByText('有多不寻常').waitFor();
          await page.getByRole('button', { name: '等着批准的答复' }).click();
          const standing = page.getByRole('region', { name: '送审与发布' });
          await standing.getByText('等着批准的答复').first().waitFor();
          expect(await page.getByLabel('选择文案').inputValue()).toBe('PB03-T3');
        });
      }
      const mine = approvals.find(({ title }) => title === text.title)?.id;
      await ask('POST', `alerts/${id}/statements/${mine}/withdraw`, { by: '周文' });
      await visitApart('about:blank', async (page, context) => {
        // Other tests hand statements in, too: here none waits.
        await context.route('**/api/alerts?*', async (route) => {
          const answer = await route.fetch();
          const rows = (await answer.json()) as object[];
          await route.fulfill({ response: answer, json: rows.map((row) => ({ ...row, inReview: 0 })) });
        });
        await page.goto(`${desk().url}/alerts`);
        await page.getByRole('link', { name: '打开预警' }).first().waitFor();
        expect(await page.getByText('文案待审批').count()).toBe(0);
      });
    });
  });
}
