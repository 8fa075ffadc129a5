import { expect, test, vi } from 'vitest';
import { fieldOf, stretches } from '../../../web/words/china-field.ts';
import { anyOf } from '../../support/make.ts';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

/** What is watched, and how grave it is taken. */
export function watchFlows({ visit, visitApart, ask }: Stage): void {
  test.concurrent('a watch shows what it would match before it is saved', async () => {
    await visit('/watches/new', async (page) => {
      await page.getByLabel('方案名称').fill('客服态度');
      await page.getByLabel('任一词').fill('多穿点');
      await page.keyboard.press('Enter');
      await page.getByText(/^3 条，从/).waitFor();
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByRole('link', { name: '客服态度' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/watches');
    });
  });

  test.concurrent('the overview of several watches says that a post they share counts for each', async () => {
    await ask('POST', 'watches', { name: '另一份方案', rule: anyOf('只为并列') });
    const told = '一条内容命中几个方案，就计几次。';
    await visit('/', async (page) => {
      await page.getByRole('region', { name: '负面占比' }).getByText(told).waitFor();
    });
    await visit('/?watch=1', async (page) => {
      await page.getByRole('region', { name: '负面占比' }).waitFor();
      expect(await page.getByText(told).count()).toBe(0);
    });
  });

  test.concurrent('before a watch is deleted the page says what goes with it, and how to stop watching only', async () => {
    const rule = anyOf('只为删除');
    const { id } = await ask('POST', 'watches', { name: '删除专用', rule });
    await visit(`/watches/${id}`, async (page) => {
      await page.getByRole('button', { name: '删除', exact: true }).click();
      const warning = /预警与处置记录.*不能恢复.*取消“启用”/;
      await page.getByRole('alert').filter({ hasText: warning }).waitFor();
      await page.getByRole('button', { name: /确认/ }).click();
      await page.waitForURL(/\/watches$/);
      await page.getByRole('link', { name: '删除专用' }).waitFor({ state: 'detached' });
    });
  });

  test.concurrent('how a watch’s risk is set shows what it makes of now, is saved, and goes back to as shipped', async () => {
    await visit('/watches/1?part=risk', async (page) => {
      const preview = page.getByRole('region', { name: '按此设置，现在会怎样' });
      await preview.getByText('现行设置').waitFor();
      await page.getByLabel('声源分量').fill('30');
      await page.getByText('合计 120%').waitFor();
      await preview.getByText('改动之后').waitFor();
      expect(await page.getByRole('button', { name: '保存设置' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: '按比例凑成 100%' }).click();
      await page.getByText('合计 100%').waitFor();
      const asked = page.waitForRequest(
        (request) =>
          /preview$/.test(request.url()) && !request.postData()?.includes('"mass":{"on":true,"limit":3}'),
      );
      await page.getByLabel('提到群体聚集的人达到：数目').fill('');
      // Without its number the condition would count as one that has none.
      expect((await asked).postDataJSON().setting.overrides.mass).toEqual({ on: true, limit: 1 });
      await page.getByRole('button', { name: '放弃改动' }).click();
      // Nothing that other tests look at hangs on the margin.
      await page.getByLabel('低于门槛多少分').fill('7');
      await page.getByLabel('为什么这样改').fill('回落要看得更稳');
      await page.getByRole('button', { name: '保存设置' }).click();
      await page.getByLabel(/以谁的名义/).fill('王设置');
      await page.keyboard.press('Enter');
      const history = page.getByRole('region', { name: '改动历史' });
      await history.getByText('低于门槛多少分 5 → 7').waitFor();
      await history.getByText('回落要看得更稳').waitFor();
      await history.getByRole('button', { name: '恢复出厂设置' }).click();
      await history.getByText('第 2 版').waitFor();
      await page.getByText('现行：出厂设置').waitFor();
    });
  });

  test.concurrent('the past is replayed under another setting, and told from what people labelled', {
    timeout: 300_000,
  }, async () => {
    await visit('/watches/1?part=replay', async (page) => {
      const verdict = page.getByRole('heading', { name: /按此设置/ });
      await verdict.waitFor();
      const labels = page.getByRole('region', { name: '标注过的危机' });
      await labels.getByLabel('名称').fill('三月里的一次');
      await labels.getByLabel('从', { exact: true }).fill(fieldOf(Date.now() - 9 * 86_400_000));
      await labels.getByLabel('到', { exact: true }).fill(fieldOf(Date.now() - 8 * 86_400_000));
      await page.getByRole('button', { name: '标注', exact: true }).click();
      await page.getByLabel(/以谁的名义/).fill('王标注');
      await page.keyboard.press('Enter');
      await labels.getByText('三月里的一次').waitFor();
      await labels.getByText('漏报', { exact: true }).waitFor();
      await page.getByText('1 次已标注的危机中发现 0 次').waitFor();
      // Thresholds out of order ask for nothing: no setting at all would mean the one in force.
      const asked = page.waitForRequest(/replay$/);
      await page.getByLabel('蓝色预警').fill('60');
      await page.getByText('设置还不完整，改好后再看结果').waitFor();
      await page.getByLabel('蓝色预警').fill('49');
      await page.getByText('设置还不完整，改好后再看结果').waitFor({ state: 'detached' });
      expect((await asked).postDataJSON().setting.thresholds.IV).toBe(49);
      await page.getByRole('button', { name: '存为这份方案的设置', disabled: false }).waitFor();
      await page.getByRole('button', { name: '取消标注“三月里的一次”' }).click();
      await labels.getByText('三月里的一次').waitFor({ state: 'detached' });
    });
  });

  test.concurrent('in the first hour of a month the last thirty days may be the month before: both can be chosen', async () => {
    await visitApart('about:blank', async (page) => {
      await page.clock.setFixedTime('2026-10-01T00:10:00+08:00');
      await page.goto('/watches/1?part=replay');
      await page.getByRole('heading', { name: /按此设置/ }).waitFor();
      const choices = page.getByRole('combobox', { name: '回放时段' }).getByRole('option');
      expect(await choices.allTextContents()).toEqual([
        expect.not.stringContaining('–'),
        '9月1日 – 9月30日',
        ...Array(4).fill(expect.stringContaining('–')),
      ]);
    });
  });

  test.concurrent('saving from a replay notes the days of the month that is looked at, and keeps it', {
    timeout: 300_000,
  }, async () => {
    const rule = anyOf('没有人说的词');
    const { id } = await ask('POST', 'watches', { name: '回放专用', rule });
    const monthBefore = (now: number) => stretches(now, 1)[1] ?? { from: 0, to: 0 };
    const months = [monthBefore(Date.now())];
    await visit(`/watches/${id}?part=replay`, async (page) => {
      const stretch = page.getByRole('combobox', { name: '回放时段' });
      await stretch.selectOption('1');
      await page.getByLabel('蓝色预警').fill('45');
      await page.getByRole('button', { name: '存为这份方案的设置' }).click();
      const saved = page.waitForRequest(/risk-setting$/);
      const renewed = page.waitForRequest(
        (request) => /replay$/.test(request.url()) && request.postDataJSON().setting === null,
      );
      await page.getByLabel(/以谁的名义/).fill('王设置');
      await page.keyboard.press('Enter');
      const { from, to } = (await renewed).postDataJSON();
      // A month may end while the page is being looked at.
      months.push(monthBefore(Date.now()));
      expect(months).toContainEqual({ from, to });
      const [first, last] = [from, to - 1].map((at) => {
        const [, month, day] = fieldOf(at).slice(0, 10).split('-').map(Number);
        return `${month}月${day}日`;
      });
      expect((await saved).postDataJSON().note).toBe(`阈值回放（${first} – ${last}）`);
      expect(await stretch.inputValue()).toBe('1');
    });
  });
  test.concurrent('a drawer that is closed gives the focus back, and asks before something typed is lost', async () => {
    const hook = { url: 'https://hook.example/draft' };
    const channel = { kind: 'webhook', name: '草稿专用', settings: hook, minLevel: 'I', active: false };
    await ask('POST', 'channels', channel);
    await visitApart('/channels', async (page) => {
      const asked: string[] = [];
      let stays = true;
      page.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void (stays ? dialog.dismiss() : dialog.accept());
      });
      const drawer = page.getByRole('dialog', { name: '草稿专用' });
      const opener = page.getByRole('link', { name: '草稿专用' });
      await opener.focus();
      await page.keyboard.press('Enter');
      await drawer.getByLabel('名称').waitFor();
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await until(page, "document.activeElement.textContent === '草稿专用'");
      expect(asked).toEqual([]);
      await page.keyboard.press('Enter');
      await drawer.getByLabel('名称').fill('改到一半');
      for (const leave of [
        () => page.keyboard.press('Escape'),
        () => page.mouse.click(20, 500),
        () => drawer.getByRole('button', { name: '关闭' }).click(),
        async () => {
          await drawer.getByLabel('名称').press('End');
          await page.evaluate('history.back()');
        },
      ]) {
        const before = asked.length;
        await leave();
        await vi.waitFor(() => expect(asked.length).toBe(before + 1), 30_000);
        expect(await drawer.getByLabel('名称').inputValue()).toBe('改到一半');
      }
      expect(asked[0]).toContain('还没有保存');
      stays = false;
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      expect(asked).toHaveLength(5);
      expect(new URL(page.url()).pathname).toBe('/channels');
    });
  });

  test.concurrent('a half-filled watch is not left by a link without a question', async () => {
    await visitApart('/watches/new', async (page) => {
      let asked = 0;
      page.on('dialog', (dialog) => {
        asked += 1;
        void (asked === 1 ? dialog.dismiss() : dialog.accept());
      });
      await page.getByLabel('方案名称').fill('写到一半');
      const away = page.locator('nav a[href^="/stories"]').first();
      await away.click();
      expect(await page.getByLabel('方案名称').inputValue()).toBe('写到一半');
      await away.click();
      await page.waitForURL('**/stories');
      expect(asked).toBe(2);
    });
  });
}
