import { expect, test } from 'vitest';
import { HOUR } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { storeChange } from '../../../server/flows/deliver/store-change.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

test('a second, larger wave rings again, also with whoever confirmed the first, and is kept', async () => {
  const stage = await makeStage();
  await stage.channel();
  await stage.store(voices(12, '小区停暖了', NOW));
  const alertId = (await stage.look()).changes[0]?.alertId ?? 0;
  await acknowledge({ db: stage.db, now: () => stage.at }, { alertId, by: '王敏' });
  const alerts = await listOpenAlerts(stage.db);
  const [alert] = alerts;
  if (alert === undefined) throw new Error('no alert');
  const index = alert.risk.index + 6;
  const draft = { ...alert, risk: { ...alert.risk, index, wave: { peak: index, over: false } } };
  const now = NOW + 5 * HOUR;
  const change = { kind: 'surged', alertId, from: alert.level, draft } as const;
  const { changes } = await stage.db
    .transaction()
    .execute((tx) => storeChange(tx, change, { now, alerts, cooldown: HOUR }));
  expect(changes).toMatchObject([{ change: 'surged', level: alert.level }]);
  expect((await getAlert(stage.db, alertId))?.risk.wave).toEqual({ peak: index, over: false });
  expect((await listChanges(stage.db, alertId)).at(-1)).toMatchObject({ kind: 'surged', actor: 'tingchao' });
  const rang = await listDeliveries(stage.db, alertId);
  expect(rang).toHaveLength(2);
  expect(rang.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
});
