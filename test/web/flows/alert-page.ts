import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

type Page = Parameters<Parameters<Stage['visit']>[1]>[0];

async function openAlert(page: Page): Promise<void> {
  await page.getByRole('link', { name: '打开预警' }).first().click();
  await page.getByText('有多不寻常').waitFor();
}

const PHONE = { width: 390, height: 844 };

/** What is pressed and answers less than 22 px above or below its middle, of all that is in view. */
const SMALL = `[...document.querySelectorAll('button, select, summary, .button, .segmented > *, a.chip, a.source, td.number > a, label.check, li > input[type=checkbox], input:not([type=checkbox], [type=radio])')]
  .filter((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    const [middle, across] = [y + height / 2, x + width / 2];
    if (width < 2 || middle < 75 || middle > innerHeight - 180 || each.closest('.stream')) return false;
    if (getComputedStyle(each).visibility === 'hidden') return false;
    const answers = (at) => {
      const hit = document.elementFromPoint(across, at);
      return hit === each || each.contains(hit) || hit?.closest('label')?.control === each;
    };
    return answers(middle) && !(answers(middle - 21) && answers(middle + 21));
  })
  .map((each) => each.outerHTML.slice(0, 120))`;

/** What people do on the page of an alert and have not sent, or called off. */
export function alertPageFlows({ visitApart, ask, desk }: Stage): void {
  describe('the page of an alert', () => {
    test('names the step due first in its head, and goes to where it is ticked', async () => {
      await visitApart('/alerts', async (page) => {
        await openAlert(page);
        const step = page.locator('.due').getByRole('button');
        const text = await step.innerText();
        await step.click();
        const box = page.getByRole('tabpanel').getByRole('checkbox').and(page.locator(':focus'));
        await box.waitFor();
        const label = page.locator(`label[for="${await box.getAttribute('id')}"]`);
        expect(await label.innerText()).toContain(text.replace(/^\d+\. /, ''));
      });
    });

    test('keeps a statement that is being written, and asks before an unfinished one is copied', async () => {
      await visitApart('/alerts', async (page, context) => {
        await context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await openAlert(page);
        await page.getByRole('tab', { name: '文案' }).click();
        const panel = page.getByRole('tabpanel');
        const choice = panel.getByLabel('选择文案');
        expect(await choice.inputValue()).toBe('PB06-T1');
        const field = panel.getByLabel('已核实事实');
        await field.fill('三个小区停暖');
        await page.getByRole('tab', { name: '步骤' }).click();
        await page.getByRole('tab', { name: '文案' }).click();
        expect(await field.inputValue()).toBe('三个小区停暖');
        await page.reload();
        await page.getByRole('tab', { name: '文案' }).click();
        expect(await field.inputValue()).toBe('三个小区停暖');
        await panel.getByRole('button', { name: '复制全文' }).click();
        await panel.getByText(/还有 \d+ 处没填，复制后/).waitFor();
        await panel.getByRole('button', { name: '仍要复制' }).click();
        await panel.getByRole('button', { name: '已复制' }).waitFor();
        const copied = await page.evaluate<string>('navigator.clipboard.readText()');
        expect(copied).toMatch(/〔.+〕.*三个小区停暖/);
        expect(copied).not.toContain('{{');
        await panel.getByRole('button', { name: '清空', exact: true }).click();
        await panel.getByRole('button', { name: /确认清空/ }).click();
        expect(await field.inputValue()).toBe('');
        await choice.selectOption({ index: 1 });
        await panel.getByText('事实未核实前不要发布', { exact: true }).waitFor();
      });
    });

    test('a statement is handed in, returned, and approved by somebody else before it goes out', async () => {
      await visitApart(
        '/alerts',
        async (page) => {
          const named = async (name: string): Promise<void> => {
            await page.evaluate((who) => localStorage.setItem('tingchao.name', who), name);
            await page.reload();
            await page.getByRole('tab', { name: '文案' }).click();
          };
          await openAlert(page);
          await named('王敏');
          const panel = page.getByRole('tabpanel');
          expect(await panel.getByRole('button', { name: '送审', exact: true }).isDisabled()).toBe(true);
          for (const field of await panel.locator('.fields textarea').all()) await field.fill('个别用户');
          await panel.getByRole('button', { name: '保存草稿' }).click();
          await panel.getByRole('button', { name: '送审', exact: true }).click();
          await panel.getByLabel('为什么可以这样写').fill('引用当事人原话');
          await panel.getByRole('button', { name: '送审', exact: true }).click();
          await panel.getByText('起草人的理由：引用当事人原话').waitFor();
          await panel.getByText('这是你起草的，要由别人审批').waitFor();
          await named('李强');
          await panel.getByRole('button', { name: '退回' }).click();
          await panel.getByLabel('哪里要改').fill('时间没核对');
          await panel.getByRole('button', { name: '退回' }).click();
          await panel.getByText(/李强 .* 退回.*时间没核对/).waitFor();
          await panel.getByRole('button', { name: '改好再送审' }).click();
          await panel.getByLabel('为什么可以这样写').fill('引用当事人原话');
          await panel.getByRole('button', { name: '改好再送审' }).click();
          await panel.getByText('起草人的理由：引用当事人原话').waitFor();
          // They are still her words, whoever handed them in.
          await named('王敏');
          await panel.getByText('王敏 起草').waitFor();
          await panel.getByText('这是你起草的，要由别人审批').waitFor();
          await named('张总');
          await panel.getByRole('button', { name: '批准', exact: true }).click();
          await panel.getByText(/张总 .* 批准/).waitFor();
        },
        / 422 .*\/statements$/,
      );
    });

    test('shows nobody in charge where the name question was called off', async () => {
      await ask('POST', 'duty/people', { name: '周值班', zone: 'Asia/Shanghai' });
      await visitApart('/alerts', async (page) => {
        await openAlert(page);
        const who = page.getByLabel('负责人', { exact: true });
        await who.selectOption({ label: '周值班' });
        await page.getByLabel(/以谁的名义/).waitFor();
        await page.getByRole('button', { name: '取消' }).click();
        expect(await who.locator('option:checked').innerText()).toBe('未指派');
      });
    });

    test('is closed for a reason of its own; Esc and 取消 leave that and give the focus back', async () => {
      await visitApart('/alerts', async (page) => {
        await openAlert(page);
        const wrong = page.getByRole('button', { name: '记为误报' });
        const focused = () => page.locator(':focus').innerText();
        await wrong.click();
        await page.getByLabel('为什么是误报').fill('演练');
        await page.keyboard.press('Escape');
        await page.getByLabel('为什么是误报').waitFor({ state: 'detached' });
        expect(await focused()).toBe('记为误报');
        await page.getByRole('button', { name: '关闭预警' }).click();
        expect(await page.getByLabel('关闭的理由').inputValue()).toBe('');
        await page.getByRole('button', { name: '取消' }).click();
        expect(await focused()).toBe('关闭预警');
        await wrong.click();
        expect(await page.getByLabel('为什么是误报').inputValue()).toBe('演练');
      });
    });

    test('closed by mistake it is called otherwise and opened again; others see what is ticked at once', async () => {
      await visitApart('/alerts', async (page, context) => {
        await page.evaluate("localStorage.setItem('tingchao.name', '李值班')");
        await page.reload();
        await openAlert(page);
        const beside = await context.newPage();
        await beside.goto(page.url());
        const boxIn = (one: Page) => one.getByRole('tabpanel').getByRole('checkbox').first();
        await boxIn(beside).waitFor();
        const history = page.getByRole('region', { name: '经过' });
        const ticked = '[...document.querySelectorAll("input[id^=step-]")][0].checked';
        await boxIn(page).click();
        await until(beside, ticked);
        await history.getByText('完成步骤').first().waitFor();
        await page.getByRole('button', { name: '记为误报' }).click();
        await page.getByLabel('为什么是误报').fill('手误');
        await page.getByRole('button', { name: '记为误报' }).last().click();
        await page.getByRole('button', { name: '更正为已处理' }).click();
        await page.getByLabel('为什么更正').fill('不是误报');
        await page.getByRole('button', { name: '更正为已处理' }).last().click();
        await history.getByText('更正结论，原为“误报”').waitFor();
        // The review comes after: its steps are ticked and taken back as before.
        await boxIn(page).click();
        await until(beside, `!${ticked}`);
        await history.getByText(/原由 李值班 于 .* 完成/).waitFor();
        await page.getByRole('button', { name: '重新打开' }).click();
        await page.getByLabel('为什么重新打开').fill('还没有完');
        await page.getByRole('button', { name: '重新打开' }).last().click();
        await history.getByText('还没有完').waitFor();
        await page.getByRole('button', { name: '确认收到' }).waitFor();
        await beside.getByRole('button', { name: '确认收到' }).waitFor();
      });
    });

    test('says at the thumb, wherever one has read to, that a confirmation did not go out, and keeps the name', async () => {
      await visitApart(
        '/alerts',
        async (page, context) => {
          await page.setViewportSize(PHONE);
          await openAlert(page);
          await page.getByRole('button', { name: '确认收到' }).click();
          await page.getByLabel(/以谁的名义/).fill('夜班');
          await context.setOffline(true);
          // What is shown is no longer called live at once.
          await page.getByText(/^数据停在/).waitFor();
          await page.getByRole('button', { name: '继续' }).click();
          await page.getByRole('alert').filter({ hasText: '连不上服务' }).waitFor();
          await page.evaluate('scrollTo(0, 2500)');
          const fault = await page.getByRole('alert').filter({ hasText: '连不上服务' }).boundingBox();
          const button = await page.getByRole('button', { name: '确认收到' }).boundingBox();
          expect(fault?.y).toBeGreaterThan(0);
          expect((fault?.y ?? 0) + (fault?.height ?? 999)).toBeLessThanOrEqual(button?.y ?? 0);
          await context.setOffline(false);
          await page.getByText('待确认').first().waitFor();
        },
        /ERR_INTERNET_DISCONNECTED/,
      );
    });

    test('says beside a step that its tick did not go out', async () => {
      await visitApart(
        '/alerts',
        async (page, context) => {
          await page.evaluate("localStorage.setItem('tingchao.name', '夜班')");
          await page.reload();
          await page.setViewportSize(PHONE);
          await openAlert(page);
          const step = page.getByRole('tabpanel').getByRole('listitem').nth(3);
          await step.scrollIntoViewIfNeeded();
          await context.setOffline(true);
          await step.getByRole('checkbox').click();
          await step.getByRole('alert').filter({ hasText: '连不上服务' }).waitFor();
          expect(await step.getByRole('checkbox').isChecked()).toBe(false);
          expect(await page.getByRole('tabpanel').getByRole('alert').count()).toBe(1);
        },
        /ERR_INTERNET_DISCONNECTED/,
      );
    });

    test('an example opens beside its watch and time, and closing it leads back here', async () => {
      await visitApart('/alerts', async (page) => {
        await openAlert(page);
        const address = page.url();
        const examples = page.getByRole('region', { name: '例子' });
        const chip = await examples.locator('a.chip').first().getAttribute('href');
        expect(chip).toMatch(/^\/mentions\?fact=.+&from=.+&range=custom&to=.+&watch=\d+$/);
        const drawer = page.getByRole('dialog', { name: '为什么这样判断' });
        const example = examples.getByRole('article').first().getByRole('link').first();
        await example.scrollIntoViewIfNeeded();
        const read = await page.evaluate<number>('scrollY');
        expect(read).toBeGreaterThan(0);
        await example.click();
        await drawer.waitFor();
        const opened = page.url();
        await page.keyboard.press('Escape');
        await page.waitForURL(address);
        // The place in the page is found again too, though it had to load.
        await until(page, `scrollY === ${read}`);
        await example.click();
        await drawer.getByRole('button', { name: '关闭' }).click();
        await page.waitForURL(address);
        // Who comes from outside is left at the list, and does not meet the drawer again on the way back.
        await page.goto(opened);
        await drawer.waitFor();
        await page.keyboard.press('Escape');
        await page.waitForURL(/\/mentions\?from=.+&range=custom&to=.+&watch=\d+$/);
        await page.goBack();
        await page.waitForURL(address);
      });
    });

    test.each(['/', '/alerts', '/mentions?fact=sev.outage', '/stories', '/duty'])(
      'what is touched on %s is as large as a thumb',
      async (address) => {
        await visitApart(address, async (page) => {
          await page.setViewportSize(PHONE);
          await page.locator('main :is(button, a)').first().waitFor();
          if (address === '/alerts') await openAlert(page);
          expect(await page.evaluate(SMALL)).toEqual([]);
        });
      },
    );

    test('once it is closed says by whom, when and why; what burns on is not called calm', async () => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts');
      const screen = await ask<{ alert: { level: string }; history: object[] }>('GET', `alerts/${id}`);
      const change = {
        at: Date.now(),
        kind: 'closed',
        from: 'I',
        to: 'I',
        actor: '李四',
        note: '已恢复供热',
      };
      const none = { risk: null, passing: null, givenTo: null, silence: null, joined: null, rung: [] };
      const history = [...screen.history, { ...change, ...none }];
      const closed = { ...screen, alert: { ...screen.alert, status: 'closed' }, history };
      await visitApart('about:blank', async (page, context) => {
        await context.route(`**/api/alerts/${id}`, (route) => route.fulfill({ json: closed }));
        // Whatever is open is not: as right after the last was closed by mistake.
        await context.route('**/api/overview?*', async (route) => {
          const answer = await route.fetch();
          await route.fulfill({ response: answer, json: { ...(await answer.json()), alerts: [] } });
        });
        await page.goto(`${desk().url}/alerts/${id}`);
        await page.getByText(/李四 于 (今天|昨天) \d\d:\d\d 关闭：已恢复供热/).waitFor();
        const records = page.getByRole('region', { name: '登记事实' });
        await records.getByText('预警已经关闭，不再登记事实。').waitFor();
        expect(await records.locator('input:enabled, button:enabled').count()).toBe(0);
        await page.goto(`${desk().url}/`);
        const verdict = page.getByRole('heading', { level: 1 });
        await verdict.getByText(/^没有未关闭的预警，但“供热服务”的风险仍在[黄橙红]级/).waitFor();
        expect(await page.getByText('现在没有要做的事').count()).toBe(0);
        await verdict.getByRole('link').click();
        await page.getByRole('link', { name: '打开预警' }).first().waitFor();
      });
    });
  });
}
