import { expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

/** What is said to people in an alert, and what the handbook tells them to say. */
export function wordingFlows({ visit, ask }: Stage): void {
  test.concurrent('the handbook says how fast, how to write and what the law asks', async () => {
    await visit('/playbooks/handbook', async (page) => {
      const panel = page.getByRole('tabpanel');
      await panel.getByRole('row', { name: /首次回应.*1 小时.*2 小时.*4 小时.*1 天/ }).waitFor();
      await panel.getByText('不是官方预警').waitFor();
      await page.getByRole('tab', { name: '文案写法' }).click();
      await panel.getByRole('row', { name: /恶意抹黑.*攻击公众.*现公布证据/ }).waitFor();
      await page.getByRole('tab', { name: '法定时限' }).click();
      await panel.getByText('由法务确认').waitFor();
    });
  });

  test.concurrent('how alerts are worded is written, seen as its channel sends it, kept and taken back', {
    timeout: 300_000,
  }, async () => {
    const { id } = await ask('POST', 'channels', {
      kind: 'wecom',
      name: '模板专用',
      settings: { url: 'http://127.0.0.1:9/x' },
      minLevel: 'I',
      active: false,
    });
    await visit(`/templates/${id}`, async (page) => {
      const [title, body] = [page.getByLabel('标题'), page.getByLabel('正文')];
      const preview = page.getByRole('region', { name: '预览' });
      await preview.getByText('在听潮中打开', { exact: true }).waitFor();
      await body.fill('严禁外传');
      await page.getByRole('button', { name: '负责人', exact: true }).click();
      await page.getByRole('button', { name: '帖子', exact: true }).click();
      expect(await body.inputValue()).toBe('严禁外传{{负责人}}\n{{帖子}}');
      await page.keyboard.press('Alt+ArrowUp');
      expect(await body.inputValue()).toBe('{{帖子}}\n严禁外传{{负责人}}');
      await page.keyboard.press('Alt+/');
      expect(await body.inputValue()).toBe('// {{帖子}}\n严禁外传{{负责人}}');
      await page.keyboard.press('Control+z');
      expect(await body.inputValue()).toBe('{{帖子}}\n严禁外传{{负责人}}');
      await title.fill('{{级另}} 值班');
      await page.getByText('没有叫“级另”的占位符').waitFor();
      expect(await page.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: '改为 级别' }).click();
      await preview
        .getByText(/^[●▲◆■] [蓝黄橙红] 值班$/)
        .last()
        .waitFor();
      await preview.getByText('模板里没有链接，已自动加在最后').waitFor();
      await preview.getByText(/4,096 字节/).waitFor();
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByLabel(/以谁的名义/).fill('王模板');
      await page.keyboard.press('Enter');
      await page.getByText(/^王模板 于/).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: '恢复默认' }).click();
      await page.getByRole('button', { name: '确认恢复默认' }).click();
      await page.getByText('这个渠道现在用默认模板').waitFor();
      expect(await title.inputValue()).toBe('{{等级}} · {{变化}} · {{主体}}');
    });
    await ask('DELETE', `channels/${id}`);
  });
}
