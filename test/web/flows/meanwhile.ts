import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../web/range.ts';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

const DAY = 86_400_000;
const NAMED = `localStorage.setItem('tingchao.name', '王值班')`;

/** Asks the server as the page does, and keeps its answer until it is let go. */
async function holdOne(page: Page, where: string, method: string) {
  const asked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await page.route(where, async (route: Route) => {
    if (route.request().method() !== method) return route.fallback();
    const response = await route.fetch();
    asked.resolve();
    await gate.promise;
    await route.fulfill({ response });
  });
  return {
    asked: asked.promise,
    /** Until the page has read the answer and shown what it makes of it. */
    async letGo() {
      const read = page.waitForResponse(where).then((response) => response.finished());
      gate.resolve();
      await read;
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    },
  };
}

/** What readers do while an answer is under way, or leave open for days. */
export function meanwhileFlows({ visitApart, ask, desk }: Stage): void {
  describe('meanwhile', () => {
    test('what is typed after a comment was sent stays in its field', async () => {
      await visitApart('about:blank', async (page) => {
        await page.addInitScript(NAMED);
        await page.goto('/alerts/1');
        const field = page.getByRole('textbox', { name: '留言' });
        const send = page.getByRole('button', { name: '发送' });
        const held = await holdOne(page, '**/api/alerts/1/comments', 'POST');
        await field.fill('已联系供热公司');
        await send.click();
        await held.asked;
        await field.fill('已联系供热公司，七时回话');
        await held.letGo();
        await page.getByText('已联系供热公司', { exact: true }).first().waitFor();
        expect(await field.inputValue()).toBe('已联系供热公司，七时回话');
      });
    });

    test('who fills in a gap that somebody else filled in since is told, and chooses', async () => {
      await visitApart(
        'about:blank',
        async (page) => {
          await page.addInitScript(NAMED);
          await page.goto('/alerts/1');
          await page.getByRole('tab', { name: '文案' }).click();
          const panel = page.getByRole('tabpanel');
          const choice = panel.getByLabel('选择文案');
          const last = (await choice.locator('option').count()) - 1;
          await choice.selectOption({ index: last });
          const template = await choice.inputValue();
          const gap = panel.locator(`textarea[id^="var-${template}-"]`).first();
          const name = (await gap.getAttribute('id'))?.slice(`var-${template}-`.length) ?? '';
          const kept = async () => {
            const { templates } = await ask<{ templates: { template: string; values: object }[] }>(
              'GET',
              'alerts/1',
            );
            return templates.find((each) => each.template === template)?.values;
          };
          await gap.fill('我写的');
          await ask('PUT', `alerts/1/templates/${template}`, {
            by: '李同事',
            values: { [name]: '同事写的' },
          });
          // A comment is heard of on open pages, which load the alert anew: what is typed still stands in its field.
          await ask('POST', 'alerts/1/comments', { by: '李同事', text: '时间改过了' });
          await panel.getByText(/李同事 .* 保存/).waitFor();
          expect(await gap.inputValue()).toBe('我写的');
          await panel.getByRole('button', { name: '保存草稿' }).click();
          await panel.getByText('你打开之后，别人已经保存过').waitFor();
          expect([await gap.inputValue(), await kept()]).toEqual(['我写的', { [name]: '同事写的' }]);
          await panel.getByRole('button', { name: '仍保存我的' }).click();
          await panel.getByText(/王值班 .* 保存/).waitFor();
          expect(await kept()).toEqual({ [name]: '我写的' });
          await ask('PUT', `alerts/1/templates/${template}`, { by: '李同事', values: {} });
        },
        / 409 .*\/templates\//,
      );
    });

    test('what is typed while a setting is being saved stays in its form, and can be saved after it', async () => {
      await visitApart('/duty', async (page) => {
        const form = page
          .locator('form')
          .filter({ has: page.getByRole('heading', { name: '多久没人确认就转给下一步' }) });
        const minutes = form.getByRole('spinbutton').first();
        const usual = await minutes.inputValue();
        const held = await holdOne(page, '**/api/duty/policy', 'PUT');
        await minutes.fill(usual);
        await form.getByRole('button', { name: '保存' }).click();
        await held.asked;
        await minutes.fill('77');
        await held.letGo();
        expect(await minutes.inputValue()).toBe('77');
        await page.unroute('**/api/duty/policy');
        await form.getByRole('button', { name: '保存' }).click();
        await form.getByText(/已保存/).waitFor();
        await minutes.fill(usual);
        await form.getByRole('button', { name: '保存' }).click();
        await until(
          page,
          `fetch('/api/duty').then((answer) => answer.json()).then(({ policy }) => policy.minutes.I === ${usual || null})`,
        );
      });
    });

    test('what one source answered is not shown of another one that was chosen since', async () => {
      await visitApart('/feeds/new', async (page) => {
        const held = await holdOne(page, '**/api/feeds/preview', 'POST');
        const look = page.getByRole('button', { name: '试取一次' });
        await page.getByRole('radio', { name: /RSS/ }).check();
        await page.getByLabel('订阅地址').fill(desk().sites.feed);
        await look.click();
        await held.asked;
        await page.getByRole('radio', { name: /V2EX/ }).check();
        await until(
          page,
          `![...document.querySelectorAll('button')].find((each) => each.textContent.trim() === '试取一次').disabled`,
        );
        await held.letGo();
        expect(await page.getByText('读到 1 条').count()).toBe(0);
        expect(await page.getByRole('button', { name: '保存来源' }).isDisabled()).toBe(true);
      });
    });

    test('a page that stays open for days offers today as the last day of a range', async () => {
      await visitApart('about:blank', async (page) => {
        const opened = Date.now() - 3 * DAY;
        await page.clock.install({ time: opened });
        await page.goto('/');
        const own = page.getByRole('button', { name: '自定义' });
        await own.waitFor();
        await page.clock.fastForward(3 * DAY);
        await own.click();
        const last = page.getByLabel('到', { exact: true });
        await last.waitFor();
        const today = dayOf(Number(await page.evaluate('Date.now()')));
        expect(today).toBe(dayOf(opened + 3 * DAY));
        expect([await last.inputValue(), await last.getAttribute('max')]).toEqual([today, today]);
      });
    });
  });
}
