import { describe, expect, test } from 'vitest';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';
import { fits } from '../waits.ts';

const DAY = 86_400_000;

/** An export of 问卷星: forty answers of the last two days, one with a time that is none. */
function exported(): Buffer {
  const at = (n: number) =>
    new Date(Date.now() - (1 + (n % 2)) * DAY).toISOString().slice(0, 10).replaceAll('-', '/');
  const columns = [
    '序号',
    '提交答卷时间',
    '来自IP',
    '1、您的姓名：',
    '2、您有多大可能向亲友推荐我们？',
    '3、您还有什么意见？',
  ];
  const rows = Array.from({ length: 40 }, (_, n) => [
    n + 1,
    n === 7 ? '改天' : `${at(n)} 12:00:00`,
    `10.0.0.${n}(演示)`,
    '张三',
    n % 4 ? 9 : 2,
    n % 2 ? '客服热线打了四十分钟没人接。找13812345678' : '(空)',
  ]);
  return Buffer.from(`\ufeff${[columns, ...rows].map((row) => row.join(',')).join('\r\n')}`);
}

/** What people answer when they are asked, beside what they say in public. */
export function surveyFlows({ visit }: Stage): void {
  describe('surveys', { timeout: 300_000 }, () => {
    test('come in as a file, are put right, stand beside public posts, and can be deleted', async () => {
      await visit('/service?watch=1', async (page) => {
        const surveys = page.getByRole('region', { name: '问卷' });
        await surveys.getByText(/问卷是问了才答的/).waitFor();
        await surveys.getByRole('button', { name: '上传问卷' }).click();
        const form = page.getByRole('dialog', { name: '上传问卷' });
        const file = { name: '供热满意度.csv', mimeType: 'text/csv', buffer: exported() };
        await form.getByLabel('选择文件').setInputFiles(file);

        await form.getByText('40 行，39 行计入').waitFor();
        const name = form.getByRole('combobox', { name: '1、您的姓名：' });
        expect([await name.inputValue(), await name.isDisabled()]).toEqual(['leave', true]);
        await form.getByText(/^不保存：“来自IP”.*“1、您的姓名”/).waitFor();
        expect(await form.getByText('张三').count()).toBe(0);
        await form.getByText('1 行没有计入').click();
        await form.getByText(/第 9 行\s*· 提交答卷时间\s*· 读不出时间/).waitFor();
        // Put right: without the time, every row counts.
        await form.getByRole('combobox', { name: '提交答卷时间' }).selectOption('leave');
        await form.getByText('40 行，40 行计入').waitFor();
        // Turned round, who gave 9 is no promoter; nothing above 7 is left that shows ten steps.
        const reversed = form.getByRole('checkbox', { name: /反向.*2、您有多大可能向亲友推荐我们/ });
        expect(await reversed.isChecked()).toBe(false);
        await reversed.check();
        await form.getByText('40 行，40 行计入').waitFor();
        await reversed.uncheck();
        expect(await faultsOf(page)).toEqual([]);
        await form.getByLabel('名称').fill('');
        await form.getByRole('button', { name: '保存问卷' }).click();
        await form.getByText('不能为空').waitFor();
        await form.getByLabel('名称').fill('供热满意度');
        await form.getByRole('button', { name: '保存问卷' }).click();
        const signing = form.getByLabel(/以谁的名义/);
        // Its file bears the same name: kept is what has a heading.
        const kept = surveys.getByRole('heading', { name: /^“供热满意度”40 份/ });
        await signing.or(kept).first().waitFor();
        if (await signing.isVisible()) {
          await signing.fill('陈分析');
          await page.keyboard.press('Enter');
        }
        await form.waitFor({ state: 'detached' });

        // It is opened, and the address leads there again.
        await surveys.getByRole('heading', { name: /^“供热满意度”40 份：NPS 50/ }).waitFor();
        await page.reload();
        await surveys.getByText('客服热线打了四十分钟没人接。找【略】').first().waitFor();
        await surveys.getByText(/不计入声量/).waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        await fits(page);
        await surveys.getByRole('button', { name: '删除' }).click();
        await surveys.getByRole('button', { name: '再点一次，确认删除' }).click();
        await surveys.getByText(/问卷是问了才答的/).waitFor();
        expect(new URL(page.url()).searchParams.has('survey')).toBe(false);
      });
    });
  });
}
