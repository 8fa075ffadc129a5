import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

/** Chromium says so of what was lost on purpose. */
const LOST = /net::ERR_FAILED/;

/** The request never arrives, as often as said. */
function breakLine(page: Page, where: string | RegExp, times = 1): Promise<unknown> {
  return page.route(where, (route: Route) => route.abort(), { times });
}

/** The request arrives and is done; its answer does not come back, as often as said. */
async function loseAnswers(page: Page, where: string, method: string, times: number): Promise<void> {
  let left = times;
  await page.route(where, async (route: Route) => {
    if (route.request().method() !== method || left === 0) return route.fallback();
    left -= 1;
    await route.fetch();
    await route.abort();
  });
}

const NAMED = `localStorage.setItem('tingchao.name', '李强')`;

/** What people see of a line that breaks at the wrong moment. */
export function lostAnswerFlows({ visitApart, ask }: Stage): void {
  describe('over a line that breaks', () => {
    test('who opens the page is told that it does not come through, and it opens once it does', async () => {
      await visitApart(
        'about:blank',
        async (page) => {
          await breakLine(page, '**/api/login', 2);
          await page.goto('/alerts');
          await page.getByRole('alert').getByText('连不上服务').waitFor();
          await page.getByText('正在自动重试').waitFor();
          expect(await page.getByRole('navigation').count()).toBe(0);
          await page.getByRole('heading', { name: '预警', level: 1 }).waitFor();
        },
        LOST,
      );
    });

    test('how many alerts are open is not known, rather than none, until it is', async () => {
      await visitApart(
        'about:blank',
        async (page) => {
          await breakLine(page, '**/api/alerts?status=open', 2);
          await page.goto('/trends');
          const bell = page.getByRole('banner').getByRole('link', { name: /预警/ });
          await page
            .getByRole('banner')
            .getByRole('link', { name: '有多少预警未关闭：未知，正在重试' })
            .waitFor();
          await bell.and(page.getByRole('link', { name: /^\d+ 条未关闭的预警/ })).waitFor();
        },
        LOST,
      );
    });
  });

  describe('on a device whose clock is wrong', () => {
    test.each([
      ['快了 45 分钟', 45],
      ['慢了 50 分钟', -50],
    ])('%s: that is said, and what is silenced for an hour ends an hour from now', async (words, minutes) => {
      await visitApart('about:blank', async (page) => {
        await page.addInitScript(`(() => {
          const real = Date.now.bind(Date);
          Date.now = () => real() + ${minutes * 60_000};
        })()`);
        await page.goto('/silences/new');
        await page.getByText(`这台设备的时钟${words}`).waitFor();
        await page.getByRole('button', { name: '1 小时', exact: true }).click();
        const until = await page.getByLabel('结束').inputValue();
        const end = Date.parse(`${until}:00+08:00`) - Date.now();
        expect(Math.abs(end - 3_600_000)).toBeLessThan(3 * 60_000);
      });
    });
  });

  describe('on an alert whose answers are lost', () => {
    const openId = async (): Promise<number> => {
      const [{ id } = { id: 0 }] = await ask<{ id: number }[]>('GET', 'alerts?status=open');
      return id;
    };
    /** An open alert before somebody whose name is known. */
    async function onAlert(run: (page: Page, id: number) => Promise<void>): Promise<void> {
      const id = await openId();
      await visitApart(
        'about:blank',
        async (page) => {
          await page.addInitScript(NAMED);
          await page.goto(`/alerts/${id}`);
          await page.getByRole('button', { name: '关闭预警' }).waitFor();
          await run(page, id);
        },
        new RegExp(`${LOST.source}| 401 | 409 `),
      );
    }
    const reopen = (id: number) => ask('POST', `alerts/${id}/reopen`, { by: '周雪', note: '还没有完' });

    test('a comment and a reason that were begun are there again, after another part, another page and a reload', async () => {
      await onAlert(async (page) => {
        const comment = page.getByRole('textbox', { name: '留言' });
        const why = page.getByLabel('为什么是误报');
        await comment.fill('供热公司七时回话');
        await page.getByRole('button', { name: '记为误报' }).click();
        await why.fill('是演练');
        await page.getByRole('tab', { name: '复盘' }).click();
        await page.getByRole('tab', { name: '处置' }).click();
        expect(await comment.inputValue()).toBe('供热公司七时回话');
        await page.getByRole('link', { name: '总览' }).first().click();
        await page.waitForURL('**/');
        await page.goBack();
        await comment.waitFor();
        expect(await comment.inputValue()).toBe('供热公司七时回话');
        await page.reload();
        await comment.waitFor();
        await page.getByRole('button', { name: '记为误报' }).click();
        expect([await comment.inputValue(), await why.inputValue()]).toEqual(['供热公司七时回话', '是演练']);
      });
    });

    test('what was done though no answer came is shown done, and nothing says that the server cannot be reached', async () => {
      await onAlert(async (page, id) => {
        await loseAnswers(page, '**/api/alerts/*/phase', 'PUT', 2);
        const progress = page.getByRole('region', { name: '处置进展' });
        const { alert } = await ask<{ alert: { phase: string | null } }>('GET', `alerts/${id}`);
        const [button, word] =
          alert.phase === 'investigating' ? ['转为观察', '观察中'] : ['开始排查', '排查中'];
        await progress.getByRole('button', { name: button }).click();
        await progress.getByText(word, { exact: true }).waitFor();
        await until(page, `!document.body.textContent.includes('连不上服务')`);
      });
    });

    test('closed by oneself though no answer came, it is closed; no form is left that calls it changed by somebody', async () => {
      await onAlert(async (page, id) => {
        await loseAnswers(page, '**/api/alerts/*/close', 'POST', 2);
        await page.getByRole('button', { name: '关闭预警' }).click();
        await page.getByLabel('关闭的理由').fill('已恢复供热');
        await page.getByRole('button', { name: '关闭预警' }).last().click();
        await page.getByText(/李强 于 (今天|昨天) \d\d:\d\d 关闭：已恢复供热/).waitFor();
        await page.getByLabel('关闭的理由').waitFor({ state: 'detached' });
        await page.getByText('趁还记得清楚，写下根因和改进措施。').waitFor();
        expect(await page.getByRole('region', { name: '预警已经了结' }).count()).toBe(0);
        await until(page, `!/连不上服务|别人/.test(document.querySelector('header.head').textContent)`);
        await reopen(id);
        const { history } = await ask<{ history: { kind: string; note: string }[] }>('GET', `alerts/${id}`);
        expect(history.filter(({ note }) => note === '已恢复供热')).toHaveLength(1);
      });
    });

    test('who writes a reason while a colleague closes it reads who did, and keeps what they wrote as a comment', async () => {
      await onAlert(async (page, id) => {
        await page.getByRole('button', { name: '记为误报' }).click();
        await page.getByLabel('为什么是误报').fill('两条都是旧闻');
        await ask('POST', `alerts/${id}/close`, { by: '周雪', verdict: 'closed', note: '已恢复' });
        const told = page.getByRole('region', { name: '预警已经了结' });
        await told.getByText(/周雪 于 (今天|昨天) \d\d:\d\d 关闭/).waitFor();
        expect(await page.getByLabel('为什么是误报').count()).toBe(0);
        await told.getByRole('button', { name: '作为留言发出' }).click();
        await told.waitFor({ state: 'detached' });
        await page.getByRole('region', { name: '经过' }).getByText('两条都是旧闻').waitFor();
        await reopen(id);
      });
    });

    test('a confirmation that is not answered says that it is being sent, and can be sent again', async () => {
      await onAlert(async (page) => {
        // As it is for whoever looks at it before anybody confirmed it.
        let confirmed = false;
        await page.route('**/api/alerts/*', async (route) => {
          const answer = await route.fetch();
          const screen = await answer.json();
          if (!confirmed) Object.assign(screen.alert, { status: 'open', acknowledgedBy: null });
          await route.fulfill({ response: answer, json: screen });
        });
        await page.reload();
        await page.route('**/api/alerts/*/acknowledge', (route) => {
          if (confirmed) return route.continue();
          confirmed = true;
          return undefined;
        });
        await page.getByRole('button', { name: '确认收到' }).click();
        await page.getByRole('button', { name: '正在提交…' }).and(page.locator('[aria-busy=true]')).waitFor();
        const fault = page.getByRole('alert').filter({ hasText: '服务端迟迟没有回答' });
        await fault.getByRole('button', { name: '重试' }).click();
        await page.getByText(/ 于 (今天|昨天) \d\d:\d\d 确认/).waitFor();
        expect(await fault.count()).toBe(0);
      });
    });
  });
}
