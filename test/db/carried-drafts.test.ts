import { expect, test } from 'vitest';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { readAlertScreen } from '../../server/db/views/alert/alert.ts';
import { closeAlert } from '../../server/flows/alert/close-alert.ts';
import { fillTemplate } from '../../server/flows/alert/fill-template.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

test('brand and hotline of an earlier alert of the same watch are there to be taken over', async () => {
  const db = await makeDatabase();
  const { playbooks } = await loadPlugins();
  const [here, elsewhere] = [await makeWatch(db, { name: '供热' }), await makeWatch(db, { name: '公交' })];
  const alert = (watchId: number) => insertAlert(db, makeDraft({ watchId }), NOW);
  const [earlier, other] = [await alert(here.id), await alert(elsewhere.id)];
  const deps = { db, now: () => NOW };
  await closeAlert(deps, { alertId: earlier, by: '王敏', verdict: 'closed', note: '已恢复' });
  const later = await alert(here.id);
  const fill = (alertId: number, at: number, values: Readonly<Record<string, string>>) =>
    fillTemplate({ db, playbooks, now: () => at }, { alertId, template: 'PB03-T4', by: '王敏', values });
  await fill(earlier, NOW, { brand: '城北热力', hotline: '96778', place: '河西区' });
  await fill(other, NOW + 1, { brand: '公交集团', hotline: '12345' });
  const carried = async () => (await readAlertScreen(db, later, playbooks, NOW))?.carried;
  expect(await carried()).toEqual([
    { name: 'brand', value: '城北热力', alertId: earlier, at: NOW },
    { name: 'hotline', value: '96778', alertId: earlier, at: NOW },
  ]);
  await fill(later, NOW + 2, { hotline: '96789' });
  expect(await carried()).toMatchObject([{ alertId: earlier }, { value: '96789', alertId: later }]);
  expect((await readAlertScreen(db, other, playbooks, NOW))?.carried).toMatchObject([
    { value: '公交集团' },
    { value: '12345' },
  ]);
});
