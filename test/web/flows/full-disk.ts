import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ALL_JOBS } from '../../../server/core/job/job-groups.ts';
import { serveHttp } from '../../http/serve.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

const PAGES = path.resolve(import.meta.dirname, '../../../web/dist');

/** On a server of their own: to the others nothing is wrong. */
export function fullDiskFlows({ visitApart }: Stage): void {
  test('a full disk is the first thing that the overview and the health page say', async () => {
    const served = await serveHttp();
    await cp(PAGES, served.webRoot, { recursive: true });
    await makeWatch(served.db);
    const worker = { id: 'one', host: 'a', pid: 1, since: Date.now(), jobs: ALL_JOBS };
    served.bus.publish({ kind: 'alive', at: Date.now(), role: 'worker', worker, isFull: true });
    await visitApart(served.url, async (page) => {
      const words = '看不见：数据盘满了，新内容存不进来，预警发不出去';
      await page.getByRole('heading', { name: words }).waitFor();
      await page.getByRole('heading', { name: '先腾出数据盘空间' }).waitFor();
      expect(await page.getByRole('link', { name: words }).getAttribute('href')).toMatch(/\/system/);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('link', { name: '查看运行状况' }).click();
      await page.getByText(words).waitFor();
      await page.getByText(/清理或扩大数据盘/).waitFor();
    });
  });
}
