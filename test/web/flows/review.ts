import { describe, expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

/** What is learnt from an alert: written down by two at once, with what is to be changed. */
export function reviewFlows({ visit, ask }: Stage): void {
  describe('the review of an alert', () => {
    test('keeps what is typed while somebody else saves, shows theirs, and takes a measure', async () => {
      await visit(
        '/alerts/1?part=review',
        async (page) => {
          const form = page.getByRole('form', { name: '结论' });
          await form.getByLabel('根因').fill('阀门老化');
          const theirs = { playbook: null, question: 'cause', text: '泵站断电' };
          const read = await ask<{ readonly review: { readonly version: number } }>('GET', 'alerts/1/review');
          const { version } = read.review;
          await ask('PUT', 'alerts/1/review', { by: '李', version, status: 'working', answers: [theirs] });
          await form.getByRole('button', { name: '保存' }).click();
          const name = page.getByLabel(/以谁的名义/);
          const note = page.getByText(/^李刚刚保存了别的内容/);
          await name.or(note).first().waitFor();
          if (await name.isVisible()) {
            await name.fill('王值班');
            await page.keyboard.press('Enter');
          }
          await note.waitFor();
          await form.getByText('对方写的：泵站断电').waitFor();
          expect(await form.getByLabel('根因').inputValue()).toBe('阀门老化');
          await form.getByRole('button', { name: '保存' }).click();
          await note.waitFor({ state: 'detached' });
          const measures = page.getByRole('region', { name: '改进措施' });
          await measures.getByRole('button', { name: '加一项措施' }).click();
          await measures.getByLabel('做什么').fill('更换阀门');
          await measures.getByLabel('负责人').fill('维修部');
          await measures.getByRole('button', { name: '保存' }).click();
          await measures.getByRole('checkbox', { name: '完成：更换阀门' }).waitFor();
          expect(await faultsOf(page)).toEqual([]);
        },
        / 409 .*\/review$/,
      );
      await visit('/reviews', async (page) => {
        const working = page.getByRole('region', { name: '进行中' });
        await working.getByText('措施：待办 1，完成 0').waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole('link', { name: '更换阀门' }).click();
        await page.getByRole('tab', { name: '复盘', selected: true }).waitFor();
      });
    });
  });
}
